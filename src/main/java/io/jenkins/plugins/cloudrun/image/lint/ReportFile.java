package io.jenkins.plugins.cloudrun.image.lint;

import io.jenkins.plugins.cloudrun.image.lint.Finding.Severity;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The stored form of a report, with what it is about. Another subject or form reads as nothing. */
final class ReportFile {
  private static final int MOST = 10_000;

  private ReportFile() {}

  /**
   * @param about all that the report depends on
   */
  static byte[] write(String about, LintReport report) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeUTF(about);
    out.writeInt(report.more());
    out.writeInt(report.silenced());
    out.writeInt(report.findings().size());
    for (Finding finding : report.findings()) {
      out.writeUTF(finding.id());
      out.writeUTF(finding.severity().name());
      out.writeUTF(finding.file());
      out.writeInt(finding.line());
      out.writeUTF(finding.message());
      out.writeUTF(finding.advice());
    }
    return bytes.toByteArray();
  }

  static Optional<LintReport> read(String about, byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (!in.readUTF().equals(about)) {
        return Optional.empty();
      }
      int more = in.readInt();
      int silenced = in.readInt();
      int count = in.readInt();
      if (count < 0 || count > MOST) {
        return Optional.empty();
      }
      List<Finding> findings = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        findings.add(
            new Finding(
                in.readUTF(),
                Severity.valueOf(in.readUTF()),
                in.readUTF(),
                in.readInt(),
                in.readUTF(),
                in.readUTF()));
      }
      return Optional.of(new LintReport(findings, more, silenced));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
