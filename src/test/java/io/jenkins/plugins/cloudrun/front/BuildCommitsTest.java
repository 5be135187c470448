package io.jenkins.plugins.cloudrun.front;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hudson.model.Job;
import hudson.model.Run;
import hudson.scm.ChangeLogSet;
import hudson.scm.RepositoryBrowser;
import io.jenkins.plugins.cloudrun.model.CommitPage;
import io.jenkins.plugins.cloudrun.model.CommitSha;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import jenkins.scm.RunWithSCM;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a build knows of the pages of commits. */
final class BuildCommitsTest {
  private static final CommitSha SHA = new CommitSha("a".repeat(40));
  private static final CommitSha OTHER = new CommitSha("b".repeat(40));

  private final FakePlatform platform = new FakePlatform();
  private final FakeJob job = new FakeJob();

  @AfterEach
  void close() {
    platform.close();
  }

  private static String page(Run<?, ?> run, CommitSha commit) {
    return BuildCommits.of(run).page(commit).map(CommitPage::address).orElse("");
  }

  @Test
  void whoKnowsTheCheckoutSaysItFirst() throws Exception {
    FakeRun run = new FakeRun(job, null, "https://browser.example.com/", SHA);
    assertEquals("https://browser.example.com/" + SHA, page(run, SHA));
    platform.commitPages =
        List.of(
            (of, commit) -> {
              throw new NoClassDefFoundError("the browser of another plugin");
            },
            (of, commit) -> {
              throw new IllegalStateException("a browser without an address");
            },
            (of, commit) -> Optional.empty(),
            (of, commit) ->
                of == run && commit.equals(SHA)
                    ? CommitPage.parse("https://git.example.com/" + commit)
                    : Optional.empty());
    assertEquals("https://git.example.com/" + SHA, page(run, SHA));
    assertEquals("", page(run, OTHER));
  }

  @Test
  void aBuildThatIsRepeatedHasTheChangesOfOneBefore() throws Exception {
    FakeRun run = new FakeRun(job, null, "https://browser.example.com/", SHA);
    for (int i = 0; i < 4; i++) {
      run = new FakeRun(job, run, "https://browser.example.com/");
    }
    assertEquals("https://browser.example.com/" + SHA, page(run, SHA));
    assertEquals("", page(run, OTHER));
    run = new FakeRun(job, run, "https://browser.example.com/");
    assertEquals("", page(run, SHA), "and no more builds are read");
  }

  @Test
  void withoutABrowserOrWithOneOfAnotherKindThereIsNoPage() throws Exception {
    assertEquals("", page(new FakeRun(job, null, "", SHA), SHA));
    assertEquals("", page(new FakeRun(job, null, "file:/srv/git/", SHA), SHA));
    assertEquals("", page(new FakeRun(job, null, "https:///", SHA), SHA));
  }

  private static final class FakeJob extends Job<FakeJob, FakeRun> {
    FakeJob() {
      super(null, "shop");
    }
  }

  private static final class FakeRun extends Run<FakeJob, FakeRun>
      implements RunWithSCM<FakeJob, FakeRun> {
    private final @Nullable FakeRun previous;
    private final String base;
    private final List<CommitSha> changes;

    FakeRun(FakeJob job, @Nullable FakeRun previous, String base, CommitSha... changes)
        throws IOException {
      super(job);
      this.previous = previous;
      this.base = base;
      this.changes = List.of(changes);
    }

    @Override
    public @Nullable FakeRun getPreviousBuild() {
      return previous;
    }

    @Override
    public List<ChangeLogSet<? extends ChangeLogSet.Entry>> getChangeSets() {
      return List.of(new Changes(this, base.isEmpty() ? null : new Browser(base), changes));
    }
  }

  private static final class Changes extends ChangeLogSet<Change> {
    private final List<CommitSha> commits;

    Changes(FakeRun run, @Nullable Browser browser, List<CommitSha> commits) {
      super(run, browser);
      this.commits = commits;
    }

    @Override
    public boolean isEmptySet() {
      return commits.isEmpty();
    }

    @Override
    public Iterator<Change> iterator() {
      return commits.stream().map(Change::new).iterator();
    }
  }

  private static final class Change extends ChangeLogSet.Entry {
    private final CommitSha commit;

    Change(CommitSha commit) {
      this.commit = commit;
    }

    @Override
    public String getCommitId() {
      return commit.value();
    }
  }

  private static final class Browser extends RepositoryBrowser<Change> {
    private static final long serialVersionUID = 1L;

    private final String base;

    Browser(String base) {
      this.base = base;
    }

    @Override
    public URL getChangeSetLink(Change change) throws IOException {
      return URI.create(base + change.getCommitId()).toURL();
    }
  }
}
