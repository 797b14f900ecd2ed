package org.pyreview.frameworks.monitoring;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.frameworks.container.DatabaseService;
import org.pyreview.frameworks.django.settings.SettingsModules;
import org.pyreview.frameworks.logging.LogFile;
import org.pyreview.project.Mentions;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.code.CodeRoles;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * Something that a deployed project puts on the local disk, more and more of it.
 *
 * @param what it is, for a message
 */
public record DiskUse(ProjectFile file, Place place, String what) {

  private static final String[] FILE_FIELDS = {"FileField", "ImageField"};
  private static final String[] REMOTE = {
    "storages.backends",
    "S3Storage",
    "S3Boto3Storage",
    "GoogleCloudStorage",
    "AzureStorage",
    "cloudinary_storage"
  };
  private static final String[] WATCHED = {
    "disk_usage", "statvfs", "health_check.contrib.psutil", "DiskUsage", "DISK_USAGE_MAX"
  };
  private static final Pattern WATCHER =
      Pattern.compile(
          "(?i)disk_usage|statvfs|node[-_]exporter|cadvisor|netdata|telegraf|datadog|dd-agent|cloudwatch-agent|amazon-cloudwatch|zabbix|node_filesystem|disk_free|monit\\b|nagios|glances|newrelic-infra|beszel");

  /** What grows first in a project; empty if something watches the disk. */
  public static Optional<DiskUse> unwatched(Project project) {
    Mentions mentions = Mentions.of(project);
    if (mentions.areInCode(WATCHED)
        || mentions.areInOperation(WATCHER)
        || mentions.areInDocuments(WATCHER)) {
      return Optional.empty();
    }
    return Stream.of(media(project, mentions), uploads(project), database(project), log(project))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<DiskUse> media(Project project, Mentions mentions) {
    if (!mentions.areInCode(FILE_FIELDS) || mentions.areInCode(REMOTE)) {
      return Optional.empty();
    }
    return SettingsModules.of(project).production("").stream()
        .flatMap(settings -> settings.get("MEDIA_ROOT").stream())
        .findFirst()
        .map(each -> new DiskUse(each.file(), each.place(), "uploads"));
  }

  private static Optional<DiskUse> uploads(Project project) {
    return ProjectCode.of(project).mainModules().stream()
        .filter(module -> CodeRoles.of(project).of(module.file()).isProduction())
        .filter(module -> module.mentions("UPLOAD_FOLDER"))
        .flatMap(DiskUse::folder)
        .findFirst();
  }

  private static Stream<DiskUse> folder(ModuleCode module) {
    return module.statements().stream()
        .flatMap(Stmt::everything)
        .filter(Stmt.Assign.class::isInstance)
        .map(Stmt.Assign.class::cast)
        .flatMap(assign -> assign.setting("UPLOAD_FOLDER").stream())
        .map(target -> new DiskUse(module.file(), target.place(), "uploads"));
  }

  private static Optional<DiskUse> database(Project project) {
    return DatabaseService.of(project).stream()
        .filter(DatabaseService::isKept)
        .findFirst()
        .map(each -> new DiskUse(each.file(), each.place(), "the data of `" + each.name() + "`"));
  }

  private static Optional<DiskUse> log(Project project) {
    return LogFile.of(project).stream()
        .filter(each -> each.growth() != LogFile.Growth.LIMITED)
        .findFirst()
        .map(each -> new DiskUse(each.file(), each.place(), "log files"));
  }
}
