package org.pyreview.frameworks.templates;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the <a href="https://docs.djangoproject.com/en/stable/ref/templates/language/">Django</a>
 * and <a href="https://jinja.palletsprojects.com/en/stable/templates/">Jinja</a> template languages
 * share: tags, outputs and comments between text. What is opened and never closed is text.
 *
 * <p>It goes through a text once, however many constructs are opened in it: every end is looked for
 * from where the last search for it stopped.
 */
final class TemplateScanner {

  /** Kinds of what stands between the text. */
  enum Kind {
    /**
     * {@code {# … #}}, and what stands between the tags comment, raw or verbatim and their ends.
     */
    HIDDEN,
    TAG,
    OUTPUT
  }

  /**
   * A part of a template that is no text.
   *
   * @param start offset of its first character
   * @param end offset behind its last character
   */
  record Piece(Kind kind, int start, int end) {}

  private static final Pattern HIDING =
      Pattern.compile("\\{%(?:[-+]?\\s*+(?:(comment)|(raw))|\\s*+verbatim)\\b");

  private final String source;
  private final boolean isJinja;
  private final Ends lineEnd;
  private final Ends comment;
  private final Ends commentEnd;
  private final Ends tagEnd;
  private final Ends outputEnd;
  private final Ends endOfHead;
  private final Ends endOfComment;
  private final Ends endOfRaw;
  private final Ends endOfRawTag;
  private final Ends endOfVerbatim;
  private final Ends endOfVerbatimTag;

  private TemplateScanner(String source, boolean isJinja) {
    this.source = source;
    this.isJinja = isJinja;
    this.lineEnd = new Ends(source, "\n");
    this.comment = new Ends(source, "\\{#");
    this.commentEnd = new Ends(source, "#\\}");
    this.tagEnd = new Ends(source, "%\\}");
    this.outputEnd = new Ends(source, "\\}\\}");
    this.endOfHead = new Ends(source, "%\\}");
    this.endOfComment = new Ends(source, "\\{%[-+]?\\s*+endcomment\\s*+[-+]?%\\}");
    this.endOfRaw = new Ends(source, "\\{%[-+]?\\s*+endraw\\b");
    this.endOfRawTag = new Ends(source, "%\\}");
    this.endOfVerbatim = new Ends(source, "\\{%\\s*+endverbatim\\b");
    this.endOfVerbatimTag = new Ends(source, "%\\}");
  }

  /**
   * The parts of a template that are no text, in their order.
   *
   * @param isJinja whether it is known to be for Jinja, whose comments may have several lines
   */
  static List<Piece> scan(String source, boolean isJinja) {
    return new TemplateScanner(source, isJinja).pieces();
  }

  private List<Piece> pieces() {
    List<Piece> pieces = new ArrayList<>();
    Matcher hiding = HIDING.matcher(source);
    int at = source.indexOf('{');
    while (at >= 0) {
      Piece piece = pieceAt(at, hiding);
      if (piece != null) {
        pieces.add(piece);
      }
      at = source.indexOf('{', piece == null ? at + 1 : piece.end());
    }
    return pieces;
  }

  private Piece pieceAt(int at, Matcher hiding) {
    int end = -1;
    Kind kind = Kind.HIDDEN;
    if (source.startsWith("{#", at)) {
      end = endOfComment(at);
    } else if (source.startsWith("{%", at)) {
      if (hiding.region(at, source.length()).lookingAt()) {
        end = endOfHidden(hiding);
      }
      if (end < 0) {
        kind = Kind.TAG;
        end = tagEnd.behind(at + 2);
      }
    } else if (source.startsWith("{{", at)) {
      kind = Kind.OUTPUT;
      end = outputEnd.behind(at + 2);
    }
    return end < 0 ? null : new Piece(kind, at, end);
  }

  /**
   * A comment of Django ends with its line. One that doesn't may be Jinja's; but if the next
   * comment begins before it ends, it is no comment at all: <code>{#nav{</code> in a style sheet.
   */
  private int endOfComment(int at) {
    int end = commentEnd.behind(at + 2);
    boolean isInLine = end >= 0 && !(lineEnd.at(at) >= 0 && lineEnd.at(at) < end);
    int next = isInLine || isJinja ? -1 : comment.at(at + 2);
    return next >= 0 && next < end ? -1 : end;
  }

  private int endOfHidden(Matcher opened) {
    if (opened.group(1) != null) {
      int head = endOfHead.behind(opened.end());
      return head < 0 ? -1 : endOfComment.behind(head);
    }
    boolean isRaw = opened.group(2) != null;
    int last = (isRaw ? endOfRaw : endOfVerbatim).behind(opened.end());
    return last < 0 ? -1 : (isRaw ? endOfRawTag : endOfVerbatimTag).behind(last);
  }

  /** Where a pattern is found next; places are asked for in rising order. */
  private static final class Ends {
    private final Matcher matcher;
    private boolean isFound;
    private boolean isExhausted;

    Ends(String source, String pattern) {
      matcher = Pattern.compile(pattern).matcher(source);
    }

    /** Where the first match from a place on begins; negative if there is none. */
    int at(int place) {
      return find(place) ? matcher.start() : -1;
    }

    /** Behind the first match from a place on; negative if there is none. */
    int behind(int place) {
      return find(place) ? matcher.end() : -1;
    }

    private boolean find(int place) {
      if (!isExhausted && !(isFound && matcher.start() >= place)) {
        isFound = place <= matcher.regionEnd() && matcher.find(place);
        isExhausted = !isFound;
      }
      return isFound;
    }
  }
}
