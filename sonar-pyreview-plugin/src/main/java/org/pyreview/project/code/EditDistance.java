package org.pyreview.project.code;

/** How many characters have to be added, removed or replaced to make one text of another. */
public final class EditDistance {

  private EditDistance() {}

  /** R. Wagner, M. Fischer, "The string-to-string correction problem", 1974. */
  public static int between(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[other.length()];
  }

  /** 1 for equal texts, 0 for texts that have nothing in common. */
  public static double similarity(String one, String other) {
    return 1 - (double) between(one, other) / Math.max(1, Math.max(one.length(), other.length()));
  }
}
