package org.pyreview.frameworks.hosting;

import org.pyreview.project.Project;

/**
 * Who runs an application: its authors, those who install it, or both. The questions differ because
 * the consequences do: a rule that asks the authors to watch their servers needs servers of theirs,
 * one that offers a setting needs somebody else who sets it.
 */
public final class Hosting {

  private final Project project;

  private Hosting(Project project) {
    this.project = project;
  }

  /** How a project is hosted, as far as its repository says so. */
  public static Hosting of(Project project) {
    return new Hosting(project);
  }

  /**
   * Whether only others run it: it is published for them, or made into projects of theirs, and
   * nothing deploys it for its authors. Who runs it watches its hosts and saves its data.
   */
  public boolean isLeftToOthers() {
    return PublishedProduct.of(project).isRunByOthersOnly();
  }

  /** Whether it makes projects of others: the files of its templates are theirs. */
  public boolean makesProjects() {
    return PublishedProduct.isGenerator(project);
  }

  /** Whether its README offers others to run it on servers of their own. */
  public boolean isOfferedToOthers() {
    return SelfHostingOffer.of(project).isMade();
  }

  /** Whether its authors run it: it describes an environment of theirs, or CI deploys to one. */
  public boolean isOperatedByAuthors() {
    return OperatedService.of(project).isOperated();
  }

  /** Whether CI hands what it built to an installation or to a registry of the authors. */
  public boolean isDeliveredToAuthors() {
    return OwnDeployment.of(project).isMade();
  }
}
