package org.pyreview.project;

/** A rule that decides when all files of the project are known. Runs in SonarQube only. */
public interface ProjectRule {

  /**
   * Decides.
   *
   * @param review what is known about the project, and where to report
   */
  void review(ProjectReview review);
}
