package org.pyreview.frameworks.web;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The methods of HTTP.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110.html#name-methods">RFC 9110: Methods</a>
 */
public enum HttpMethod {
  GET,
  HEAD,
  POST,
  PUT,
  PATCH,
  DELETE,
  OPTIONS,
  TRACE;

  private static final Map<String, HttpMethod> BY_HANDLER =
      Stream.of(values()).collect(Collectors.toMap(HttpMethod::handler, Function.identity()));

  /** The method that a text names, in any case. */
  public static Optional<HttpMethod> of(String text) {
    return Optional.ofNullable(BY_HANDLER.get(text.toLowerCase(Locale.ROOT)));
  }

  /**
   * The method whose requests a class's function of this name answers. What is called trace is
   * nearly always something else.
   */
  public static Optional<HttpMethod> handledBy(String function) {
    return Optional.ofNullable(BY_HANDLER.get(function)).filter(each -> each != TRACE);
  }

  /** The function of a class that answers its requests: {@code get}, {@code post}. */
  public String handler() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether its requests leave everything as it is. */
  public boolean isSafe() {
    return this == GET || this == HEAD || isAboutServer();
  }

  /** Whether its requests change something. */
  public boolean changesState() {
    return !isSafe();
  }

  /** Whether its requests bring content that the server is to keep. */
  public boolean bringsContent() {
    return this == POST || this == PUT || this == PATCH;
  }

  /** Whether links or forms of pages send such requests, and browsers show the answers. */
  public boolean isSentByPages() {
    return this == GET || this == HEAD || this == POST;
  }

  /** Whether its requests read or change something, and don't just ask what they would get. */
  public boolean actsOnResource() {
    return this != HEAD && !isAboutServer();
  }

  private boolean isAboutServer() {
    return this == OPTIONS || this == TRACE;
  }
}
