/* The page itself: an overall figure, a trend, and the points with their answers. */

import { load, ruleNames, Unavailable } from "./data.js";
import { trend } from "./trend.js";
import {
  complianceOf,
  concerns,
  countsOf,
  evidenceOf,
  found,
  FRAMEWORKS,
  hotspotsLink,
  issuesLink,
  markdown,
  percent,
  ruleLink,
  rulesOf,
  VERDICTS,
} from "./points.js";

/** Makes an element. */
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

/**
 * Shows the page.
 *
 * @param {HTMLElement} host where
 * @param options what SonarQube passes to an extension: component, branchLike
 */
export async function show(host, options) {
  const root = options.baseUrl ?? window.baseUrl ?? "";
  const project = options.component;
  const main = element("main", { class: "pyreview" });
  host.replaceChildren(main);
  main.append(element("p", { role: "status" }, "Loading the checklist…"));
  try {
    const place = placeOf(options.branchLike);
    const data = await load(root, project.key, place);
    new Page(main, data, { root, project, place }).render();
  } catch (problem) {
    main.replaceChildren(
      element("h1", {}, "Review checklist"),
      element("p", { role: "alert", class: "pyreview-notice" }, sentence(problem)),
    );
  }
}

function sentence(problem) {
  return problem instanceof Unavailable
    ? problem.message
    : `The checklist can't be shown: ${problem.message}`;
}

/** The branch or pull request of the page, as the web API names it; nothing for the main branch. */
function placeOf(branchLike) {
  if (branchLike?.key !== undefined) {
    return { pullRequest: branchLike.key };
  }
  return branchLike?.name !== undefined && !branchLike.isMain ? { branch: branchLike.name } : {};
}

class Page {
  constructor(main, data, context) {
    this.main = main;
    this.data = data;
    this.context = context;
    this.verdict = "";
    this.framework = "";
  }

  render() {
    this.list = element("div", { class: "pyreview-sections" });
    this.shown = element("p", { role: "status", class: "pyreview-shown" });
    this.main.replaceChildren(
      ...[this.header(), this.notice(), this.controls(), this.shown, this.list].filter(Boolean),
    );
    this.renderSections();
  }

  header() {
    const points = this.data.checklist.sections.flatMap((each) => each.points);
    const counts = countsOf(points, this.data.answers);
    const words = Object.entries(VERDICTS)
      .filter(([verdict]) => counts[verdict] > 0)
      .map(([verdict, word]) => `${counts[verdict]} ${word.toLowerCase()}`);
    return element(
      "header",
      { class: "pyreview-header" },
      element("h1", {}, "Review checklist"),
      element(
        "p",
        { class: "pyreview-overall" },
        element("strong", {}, percent(this.data.compliance)),
        " of the answered points passed",
      ),
      bar(counts),
      element("p", { class: "pyreview-counts" }, `${points.length} points: ${words.join(", ")}`),
      trend(this.data.history),
    );
  }

  notice() {
    return this.data.hasProfile
      ? null
      : element(
          "p",
          { role: "alert", class: "pyreview-notice" },
          "None of PyReview's rules ran. Assign the quality profile “PyReview” to this project " +
            "(Project Settings > Quality Profiles) and analyse it again.",
        );
  }

  controls() {
    const verdicts = select("Answer", { "": "All answers", ...VERDICTS }, (value) => {
      this.verdict = value;
      this.renderSections();
    });
    const frameworks = select("Framework", { "": "All frameworks", ...FRAMEWORKS }, (value) => {
      this.framework = value;
      this.renderSections();
    });
    const copy = element("button", { type: "button" }, "Copy as Markdown");
    copy.addEventListener("click", () => this.copy());
    const print = element("button", { type: "button" }, "Print");
    print.addEventListener("click", () => window.print());
    this.copied = element("span", { role: "status" });
    this.text = element("textarea", {
      class: "pyreview-markdown",
      "aria-label": "The checklist as Markdown",
      readonly: "",
      rows: "12",
      hidden: "",
    });
    return element(
      "div",
      { class: "pyreview-controls" },
      verdicts,
      frameworks,
      copy,
      print,
      this.copied,
      this.text,
    );
  }

  async copy() {
    const text = markdown(this.data, this.context.project.name);
    this.text.value = text;
    this.text.hidden = false;
    this.text.select();
    try {
      await navigator.clipboard.writeText(text);
      this.copied.textContent = "Copied.";
    } catch {
      // A page that isn't served by https has no clipboard: the text is selected instead.
      this.copied.textContent = "Copy the selected text.";
    }
  }

  renderSections() {
    let shown = 0;
    const sections = this.data.checklist.sections.flatMap((section) => {
      const points = section.points.filter((point) => this.isWanted(point, section));
      shown += points.length;
      return points.length === 0 ? [] : [this.section(section, points)];
    });
    this.shown.textContent = shown === 1 ? "1 point shown" : `${shown} points shown`;
    this.list.replaceChildren(...sections);
  }

  isWanted(point, section) {
    const hasVerdict =
      this.verdict === "" || this.data.answers.get(point.slug).verdict === this.verdict;
    const hasFramework =
      this.framework === "" ||
      concerns(point, section, this.framework, this.data.checklist.frameworks);
    return hasVerdict && hasFramework;
  }

  section(section, points) {
    const counts = countsOf(section.points, this.data.answers);
    return element(
      "section",
      { "aria-labelledby": `pyreview-${section.slug}` },
      element("h2", { id: `pyreview-${section.slug}` }, section.name),
      element("p", { class: "pyreview-share" }, bar(counts), percent(complianceOf(counts))),
      element("ul", { class: "pyreview-points" }, ...points.map((point) => this.point(point))),
    );
  }

  point(point) {
    const answer = this.data.answers.get(point.slug);
    const rules = rulesOf(point, this.data);
    const head = element(
      "div",
      { class: "pyreview-point" },
      element(
        "span",
        { class: `pyreview-verdict pyreview-${answer.verdict}` },
        VERDICTS[answer.verdict],
      ),
      element("h3", {}, point.name),
    );
    head.append(...this.links(answer, rules, point.name));
    const item = element(
      "li",
      { "data-point": point.slug, "data-verdict": answer.verdict },
      head,
      element("p", {}, point.question),
      element("p", { class: "pyreview-unseen" }, `Not seen: ${point.unseen}`),
    );
    item.append(this.evidence(point, rules));
    return item;
  }

  /** Links to what was found. */
  links({ issues, hotspots }, rules, name) {
    const { root, project, place } = this.context;
    const links = [];
    if (issues > 0) {
      links.push(link(issuesLink(root, project.key, place, rules), counted(issues, "issue"), name));
    }
    if (hotspots > 0) {
      links.push(
        link(hotspotsLink(root, project.key, place), counted(hotspots, "security hotspot"), name),
      );
    }
    return links;
  }

  /** What the rules of a point said; the list is made when a user asks for it. */
  evidence(point, rules) {
    const all = evidenceOf(rules, this.data);
    const speaking = all.filter((each) => found(each) > 0).length;
    const silent = all.filter((each) => found(each) === 0 && each.ran).length;
    const words = [
      [speaking, "found issues"],
      [silent, "found nothing"],
      [all.length - speaking - silent, "did not run"],
      [point.planned.length, "planned"],
    ];
    const sum = words.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
    const details = element(
      "details",
      {},
      element(
        "summary",
        {},
        `Rules: ${sum.join(", ")}`,
        element("span", { class: "pyreview-hidden" }, ` for ${point.name}`),
      ),
    );
    details.addEventListener("toggle", async () => {
      if (!details.open || details.children.length > 1) {
        return;
      }
      const list = element("ul");
      details.append(list);
      // Without names, the keys say it too.
      this.names ??= ruleNames(this.context.root).catch(() => new Map());
      const names = await this.names;
      list.replaceChildren(...all.map((each) => this.rule(each, names.get(each.rule) ?? each.rule)));
    });
    return details;
  }

  rule(evidence, name) {
    const { root } = this.context;
    const links = this.links(evidence, [evidence.rule], name);
    const rest = evidence.ran ? ": found nothing" : ": did not run, it is not in the quality profile";
    return element(
      "li",
      {},
      element("a", { href: ruleLink(root, evidence.rule) }, name),
      ...(links.length === 0 ? [rest] : [": ", ...links]),
    );
  }
}

function counted(count, thing) {
  return count === 1 ? `1 ${thing}` : `${count} ${thing}s`;
}

/** A link whose text says only to those who see the page what it is about. */
function link(href, text, about) {
  return element(
    "a",
    { href },
    text,
    element("span", { class: "pyreview-hidden" }, ` of ${about}`),
  );
}

function select(label, choices, changed) {
  const made = element("select");
  for (const [value, text] of Object.entries(choices)) {
    made.append(element("option", { value }, text));
  }
  made.addEventListener("change", () => changed(made.value));
  return element("label", {}, `${label} `, made);
}

/** A bar of passed and failed points. */
function bar(counts) {
  const answered = counts.passed + counts.failed;
  const made = element("span", {
    class: "pyreview-bar",
    role: "img",
    "aria-label": `${counts.passed} of ${answered} answered points passed`,
  });
  if (answered > 0) {
    const passed = element("span", { class: "pyreview-bar-passed" });
    passed.style.width = `${(100 * counts.passed) / answered}%`;
    made.append(passed);
  }
  return made;
}
