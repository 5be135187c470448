package io.jenkins.plugins.cloudrun.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.Extension;
import hudson.model.Job;
import hudson.model.Result;
import hudson.model.Run;
import hudson.plugins.git.GitSCM;
import hudson.plugins.git.Revision;
import hudson.plugins.git.browser.GitRepositoryBrowser;
import hudson.plugins.git.util.Build;
import hudson.plugins.git.util.BuildData;
import hudson.scm.SCM;
import io.jenkins.plugins.cloudrun.model.CommitPage;
import io.jenkins.plugins.cloudrun.model.CommitSha;
import java.io.IOException;
import java.net.URL;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Pages of commits by what the git plugin remembers of a build. */
final class GitCommitPagesTest {
  private static final CommitSha SHA = new CommitSha("a".repeat(40));
  private static final CommitSha OTHER = new CommitSha("b".repeat(40));
  private static final String SHOP = "git@github.com:example/shop.git";
  private static final String LIBRARY = "git@github.com:example/library.git";

  private final FakeRun run = new FakeRun(new FakeJob());

  GitCommitPagesTest() throws IOException {}

  private String page(CommitSha commit, SCM... checkouts) {
    return new Pages(List.of(checkouts)).page(run, commit).map(CommitPage::address).orElse("");
  }

  @Test
  void theAddressOfTheRepositoryThatHasTheCommitSaysIt() {
    assertEquals("", page(SHA), "nothing was checked out");
    run.addAction(new Checkout(LIBRARY, OTHER));
    run.addAction(new Checkout(SHOP, SHA));
    assertEquals("https://github.com/example/shop/commit/" + SHA, page(SHA));
    assertEquals("https://github.com/example/library/commit/" + OTHER, page(OTHER));
    assertEquals("", page(new CommitSha("c".repeat(40))), "it is of no repository of the build");
  }

  @Test
  void theBrowserThatIsConfiguredForItComesFirst() {
    Checkout library = new Checkout(LIBRARY, OTHER);
    Checkout shop = new Checkout(SHOP, SHA);
    run.addAction(library);
    run.addAction(shop);
    Git other = new Git(library, "https://library.example.com/");
    Git own = new Git(shop, "https://git.example.com/");
    assertEquals("https://git.example.com/" + SHA, page(SHA, other, own));
    assertEquals("https://library.example.com/" + OTHER, page(OTHER, other, own));
    assertEquals(
        "https://github.com/example/shop/commit/" + SHA,
        page(SHA, other, new Git(null, "https://git.example.com/")),
        "that one was not checked out");
  }

  @Test
  void aBrowserThatGivesNoLinkIsPassedOver() {
    Checkout shop = new Checkout(SHOP, SHA);
    run.addAction(shop);
    for (String base : List.of("", "file:/srv/", "https://git.example.com/${TEAM}/")) {
      assertEquals("https://github.com/example/shop/commit/" + SHA, page(SHA, new Git(shop, base)));
    }
    Checkout unknown = new Checkout("https://ada:s3cr3t@git.example.com/shop.git", OTHER);
    run.addAction(unknown);
    assertEquals("", page(OTHER, new Git(unknown, "")));
  }

  /**
   * Without the plugins Jenkins passes over the classes; nothing else may name one of its types.
   */
  @Test
  void theyAreOptional() {
    for (Class<?> type : List.of(PipelineCommitPages.class, ProjectCommitPages.class)) {
      assertTrue(type.getAnnotation(Extension.class).optional());
    }
  }

  @Test
  void eachKnowsBuildsOfItsKind() {
    run.addAction(new Checkout(SHOP, SHA));
    assertTrue(new PipelineCommitPages().page(run, SHA).isEmpty());
    assertTrue(new ProjectCommitPages().page(run, SHA).isEmpty());
  }

  private static final class Pages extends GitCommitPages<FakeRun> {
    private final List<SCM> all;

    Pages(List<SCM> all) {
      super(FakeRun.class);
      this.all = all;
    }

    @Override
    Collection<? extends SCM> checkouts(FakeRun build) {
      return all;
    }
  }

  private static final class Checkout extends BuildData {
    private static final long serialVersionUID = 1L;

    private final String remote;
    private final String commit;

    Checkout(String remote, CommitSha commit) {
      this.remote = remote;
      this.commit = commit.value();
    }

    @Override
    public @Nullable Revision getLastBuiltRevision() {
      return null;
    }

    @Override
    public Map<String, Build> getBuildsByBranchName() {
      return Map.of(
          "main",
          new Build(null, 1, Result.SUCCESS) {
            private static final long serialVersionUID = 1L;

            @Override
            public boolean isFor(String sha1) {
              return commit.startsWith(sha1);
            }
          });
    }

    @Override
    public Set<String> getRemoteUrls() {
      return Set.of(remote);
    }
  }

  private static final class Git extends GitSCM {
    private static final long serialVersionUID = 1L;

    private final @Nullable BuildData own;
    private final String base;

    /**
     * @param own what it has checked out
     * @param base of its browser's links; empty if that has none
     */
    Git(@Nullable BuildData own, String base) {
      super("unused");
      this.own = own;
      this.base = base;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public @Nullable BuildData getBuildData(Run build) {
      return own;
    }

    @Override
    public GitRepositoryBrowser getBrowser() {
      return new GitRepositoryBrowser("unused") {
        private static final long serialVersionUID = 1L;

        @Override
        public URL getChangeSetLink(String commitId) throws IOException {
          if (base.isEmpty()) {
            throw new IOException("It has no address.");
          }
          return new URL(base + commitId);
        }

        @Override
        public URL getChangeSetLink(hudson.plugins.git.GitChangeSet changes) {
          throw new UnsupportedOperationException();
        }
      };
    }
  }

  private static final class FakeJob extends Job<FakeJob, FakeRun> {
    FakeJob() {
      super(null, "shop");
    }
  }

  private static final class FakeRun extends Run<FakeJob, FakeRun> {
    FakeRun(FakeJob job) throws IOException {
      super(job);
    }
  }
}
