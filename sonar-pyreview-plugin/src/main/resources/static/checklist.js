/* The checklist of a project, shown by SonarQube under the project's extensions. */
window.registerExtension("pyreview/checklist", (options) => {
  const base = `${options.baseUrl ?? window.baseUrl ?? ""}/static/pyreview/`;
  let isShown = true;
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = `${base}checklist.css`;
  document.head.append(style);
  import(`${base}page/page.js`).then((page) => {
    if (isShown) {
      page.show(options.el, options);
    }
  });
  return () => {
    isShown = false;
    style.remove();
    options.el.replaceChildren();
  };
});
