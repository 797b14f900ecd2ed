package org.pyreview.frameworks.container;

import java.util.Set;
import org.pyreview.python.PythonModule;

/**
 * A configuration file of gunicorn, which is Python: its names are settings, and gunicorn itself
 * makes numbers and flags of their texts.
 *
 * @see <a href="https://docs.gunicorn.org/en/stable/settings.html">Gunicorn: settings</a>
 */
public final class GunicornFile {

  private static final Set<String> SETTINGS =
      Set.of(
          "workers",
          "threads",
          "worker_connections",
          "max_requests",
          "max_requests_jitter",
          "timeout",
          "graceful_timeout",
          "keepalive",
          "backlog",
          "limit_request_line",
          "limit_request_fields",
          "limit_request_field_size",
          "reload",
          "reuse_port",
          "preload_app",
          "daemon",
          "spew",
          "check_config",
          "print_config",
          "capture_output",
          "disable_redirect_access_to_syslog",
          "proxy_protocol",
          "sendfile",
          "enable_stdio_inheritance",
          "initgroups");

  /** Names that hardly any other file gives a value. */
  private static final Set<String> SIGNS =
      Set.of(
          "worker_class",
          "worker_tmp_dir",
          "wsgi_app",
          "accesslog",
          "errorlog",
          "graceful_timeout",
          "max_requests",
          "preload_app",
          "forwarded_allow_ips");

  private GunicornFile() {}

  /** Whether a name of a file is a setting whose text gunicorn converts. */
  public static boolean converts(String name, PythonModule module) {
    return SETTINGS.contains(name)
        && (module.path().fileName().contains("gunicorn") || module.binds(SIGNS));
  }
}
