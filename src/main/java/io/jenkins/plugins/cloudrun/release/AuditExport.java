package io.jenkins.plugins.cloudrun.release;

import io.jenkins.plugins.cloudrun.platform.Platform;
import io.jenkins.plugins.cloudrun.promotion.AuditEntry;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Predicate;
import org.kohsuke.stapler.StaplerResponse2;

/**
 * The decisions on what a page covers, as far as the one who looks may view the jobs: what a
 * permission to view a rollout shows of it anyway. What became of jobs that are gone is for
 * administrators, in the files themselves.
 */
final class AuditExport {
  private final ReleasePage page;

  AuditExport(ReleasePage page) {
    this.page = page;
  }

  /** The latest first. */
  List<AuditEntry> latest(int most) {
    return Platform.get().audit().latest(most, filter());
  }

  /** All, as a file of JSON lines, the oldest first. */
  void download(StaplerResponse2 response) throws IOException {
    response.setContentType("application/x-ndjson");
    response.setCharacterEncoding("UTF-8");
    response.setHeader("Content-Disposition", "attachment; filename=\"cloud-run-audit.jsonl\"");
    response.setHeader("X-Content-Type-Options", "nosniff");
    PrintWriter out = response.getWriter();
    Platform.get().audit().export(filter(), line -> out.print(line + "\n"));
    out.flush();
  }

  private Predicate<AuditEntry> filter() {
    Visible visible = new Visible();
    return entry -> page.covers(entry.item()) && visible.job(entry.item()).isPresent();
  }
}
