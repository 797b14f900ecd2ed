package org.pyreview.its;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** What a server knows of issues survives when a rule gets another key. */
@DisabledIfSystemProperty(named = "its.url", matches = ".+", disabledReason = "not ours to update")
@DisabledIfSystemProperty(
    named = "its.image",
    matches = ".+",
    disabledReason = "not ours to update")
class RenamedRuleIT {

  private static final String KEY = "money-in-float-field";
  private static final String FORMER = "django-money-in-float-field";

  private static final TestProject PROJECT = TestProject.empty("renamed-rule");

  @Test
  void issues_keep_their_history() throws IOException {
    PROJECT.write(
        "shop/models.py",
        """
        from django.db import models


        class OrderLine(models.Model):
            unit_price = models.FloatField()
        """);
    String version = Workplace.DEFAULT_VERSION;
    Path jar = Workplace.pluginJar();
    ProcessServer before =
        ProcessServer.start(
            Workplace.home().resolve("its-renamed"), version, formerVersion(jar), 0);
    before
        .api()
        .post(
            "/api/qualityprofiles/set_default",
            "language",
            "py",
            "qualityProfile",
            Servers.profileOfAllRules(before.api()));
    PROJECT.scan(before, Map.of());
    JsonObject known = onlyIssue(before, FORMER);
    String issue = known.get("key").getAsString();
    before.api().post("/api/issues/add_comment", "issue", issue, "text", "Decided on Monday");

    ProcessServer after = before.restart(version, jar);
    try {
      PROJECT.scan(after, Map.of());
      JsonObject same = onlyIssue(after, KEY);
      assertThat(same.get("key").getAsString()).isEqualTo(issue);
      assertThat(same.get("creationDate")).isEqualTo(known.get("creationDate"));
      assertThat(same.getAsJsonArray("comments")).hasSize(1);
      assertThat(
              after.api().all("/api/issues/search", "issues", "components", PROJECT.key()).stream()
                  .filter(each -> each.get("rule").getAsString().endsWith("in-float-field")))
          .as("no second issue, open or closed")
          .hasSize(1);
    } finally {
      after.close();
    }
  }

  private static JsonObject onlyIssue(SonarServer server, String rule) {
    JsonArray found =
        server
            .api()
            .get(
                "/api/issues/search",
                "components",
                PROJECT.key(),
                "rules",
                "pyreview:" + rule,
                "resolved",
                "false",
                "additionalFields",
                "comments")
            .getAsJsonArray("issues");
    assertThat(found).hasSize(1);
    return found.get(0).getAsJsonObject();
  }

  /** The plugin as it was when the rule had its former key: the same code under that name. */
  private static Path formerVersion(Path jar) throws IOException {
    Path former =
        Files.createDirectories(Workplace.home().resolve("former-plugin"))
            .resolve(jar.getFileName());
    try (ZipInputStream from = new ZipInputStream(Files.newInputStream(jar));
        ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(former))) {
      for (ZipEntry entry = from.getNextEntry(); entry != null; entry = from.getNextEntry()) {
        byte[] content = from.readAllBytes();
        String name = entry.getName();
        if (name.startsWith("org/pyreview/rules/" + KEY)) {
          name = name.replace(KEY, FORMER);
        }
        if (name.endsWith("/MoneyInFloatFieldCheck.class")) {
          content = withFormerKey(content);
        } else if (name.matches("org/pyreview/(?:rules/.*\\.json|\\w+\\.txt|checklist\\.json)")) {
          content =
              withFormerKey(new String(content, StandardCharsets.UTF_8))
                  .getBytes(StandardCharsets.UTF_8);
        }
        to.putNextEntry(new ZipEntry(name));
        to.write(content);
        to.closeEntry();
      }
    }
    return former;
  }

  private static String withFormerKey(String text) {
    return text.replace(" " + FORMER, "").replaceAll("(?<![\\w-])" + KEY + "(?![\\w-])", FORMER);
  }

  /** Changes the text of the annotation in the constants of a class file. */
  private static byte[] withFormerKey(byte[] classFile) throws IOException {
    String text = new String(classFile, StandardCharsets.ISO_8859_1);
    return text.replace(constant(KEY), constant(FORMER)).getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String constant(String value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeByte(1);
    out.writeUTF(value);
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }
}
