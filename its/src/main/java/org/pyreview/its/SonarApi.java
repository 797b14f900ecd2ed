package org.pyreview.its;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The web API of a SonarQube server, as one user. */
public final class SonarApi {

  private static final int PAGE = 500;

  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  private final String url;
  private final String authorization;

  private SonarApi(String url, String authorization) {
    this.url = url;
    this.authorization = authorization;
  }

  static SonarApi withToken(String url, String token) {
    return new SonarApi(url, "Bearer " + token);
  }

  static SonarApi withPassword(String url, String login, String password) {
    String pair = login + ":" + password;
    return new SonarApi(
        url, "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
  }

  /** What the server says of itself: STARTING, UP, …; empty if nothing answers. */
  static String status(String url) {
    try {
      HttpResponse<String> response =
          HTTP.send(
              HttpRequest.newBuilder(URI.create(url + "/api/system/status"))
                  .timeout(Duration.ofSeconds(10))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      return response.statusCode() == 200
          ? JsonParser.parseString(response.body()).getAsJsonObject().get("status").getAsString()
          : "";
    } catch (IOException | RuntimeException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  /**
   * Reads.
   *
   * @param parameters names and values in turn
   */
  public JsonObject get(String path, String... parameters) {
    return send(
        HttpRequest.newBuilder(URI.create(url + path + "?" + encode(parameters))).GET(), path);
  }

  /** Changes something; see {@link #get}. */
  public JsonObject post(String path, String... parameters) {
    return send(
        HttpRequest.newBuilder(URI.create(url + path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(encode(parameters))),
        path);
  }

  /** All elements of a paged answer. */
  public List<JsonObject> all(String path, String field, String... parameters) {
    List<JsonObject> found = new ArrayList<>();
    for (int page = 1; ; page++) {
      List<String> paged = new ArrayList<>(List.of(parameters));
      paged.addAll(List.of("ps", String.valueOf(PAGE), "p", String.valueOf(page)));
      int before = found.size();
      for (JsonElement each : get(path, paged.toArray(String[]::new)).getAsJsonArray(field)) {
        found.add(each.getAsJsonObject());
      }
      if (found.size() - before < PAGE) {
        return found;
      }
    }
  }

  private JsonObject send(HttpRequest.Builder request, String path) {
    try {
      HttpResponse<String> response =
          HTTP.send(
              request.header("Authorization", authorization).timeout(Duration.ofMinutes(2)).build(),
              HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() >= 300) {
        throw new Problem(
            "%s answered %d: %s".formatted(path, response.statusCode(), response.body()));
      }
      return response.body().isBlank()
          ? new JsonObject()
          : JsonParser.parseString(response.body()).getAsJsonObject();
    } catch (IOException e) {
      throw new Problem("%s%s can't be reached: %s".formatted(url, path, e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Problem("Interrupted while calling " + path);
    }
  }

  private static String encode(String... parameters) {
    return IntStream.range(0, parameters.length / 2)
        .mapToObj(
            i ->
                parameters[2 * i]
                    + "="
                    + URLEncoder.encode(parameters[2 * i + 1], StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}
