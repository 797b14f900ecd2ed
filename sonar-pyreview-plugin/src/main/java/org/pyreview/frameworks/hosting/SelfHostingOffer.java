package org.pyreview.frameworks.hosting;

import java.util.regex.Pattern;
import org.pyreview.project.Project;
import org.pyreview.project.documents.Document;

/**
 * An application that other people run on servers of their own, some of them in a network without
 * https: what depends on https has to be a setting there.
 *
 * @param isMade whether the README offers that
 */
record SelfHostingOffer(boolean isMade) {

  private static final Pattern OFFER =
      Pattern.compile(
          "(?i)\\bself[- ]?host(?:ed|ing|able)?\\b|\\bon[- ]premises?\\b|\\bhost (?:it )?yourself\\b"
              + "|\\bdocker (?:run|pull)\\s[^\\n]*?\\b(?:ghcr\\.io|quay\\.io|docker\\.io)/");

  /** Reads the README of a project, once. */
  static SelfHostingOffer of(Project project) {
    return project.knowledge(
        SelfHostingOffer.class,
        each ->
            new SelfHostingOffer(
                Document.readme(each)
                    .filter(readme -> OFFER.matcher(readme.text()).find())
                    .isPresent()));
  }
}
