package org.pyreview.project.files;

import com.sonar.sslr.api.AstNode;
import com.sonar.sslr.api.Token;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pyreview.project.Place;
import org.sonar.sslr.grammar.GrammarRuleKey;

/** A node that one of our small grammars recognised: its text and where it stands. */
public record SyntaxNode(AstNode node) {

  public boolean is(GrammarRuleKey rule) {
    return node.is(rule);
  }

  /** The source of the node. */
  public String text() {
    return node.getTokens().stream().map(Token::getOriginalValue).collect(Collectors.joining());
  }

  /** Direct children of these kinds. */
  public Stream<SyntaxNode> children(GrammarRuleKey... rules) {
    return node.getChildren(rules).stream().map(SyntaxNode::new);
  }

  /** All nodes of these kinds below this one, in the order of the source. */
  public Stream<SyntaxNode> descendants(GrammarRuleKey... rules) {
    return node.getDescendants(rules).stream().map(SyntaxNode::new);
  }

  /** The first node of a kind below this one. */
  public Optional<SyntaxNode> first(GrammarRuleKey rule) {
    return Optional.ofNullable(node.getFirstDescendant(rule)).map(SyntaxNode::new);
  }

  /** The range from the first to the last character. */
  public Place place() {
    List<Token> tokens = node.getTokens();
    Token first = tokens.get(0);
    Token last = tokens.get(tokens.size() - 1);
    String tail = last.getOriginalValue();
    int breaks = (int) tail.chars().filter(c -> c == '\n').count();
    int endColumn =
        breaks == 0 ? last.getColumn() + tail.length() : tail.length() - tail.lastIndexOf('\n') - 1;
    return new Place(first.getLine(), first.getColumn(), last.getLine() + breaks, endColumn);
  }
}
