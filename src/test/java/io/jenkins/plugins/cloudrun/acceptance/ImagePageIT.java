package io.jenkins.plugins.cloudrun.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What people see of the images that a build made. */
class ImagePageIT extends ImageJobs {
  private static final String TWO_IMAGES =
      """
      sh 'mkdir -p bad "bad/<script>alert(1)<" clean && echo a > bad/.env && echo a > "bad/<script>alert(1)<"/.env && echo a > clean/a'
      cloudRunBuild image: IMAGE, layers: [[from: 'bad', into: '/srv']], from: 'scratch', entrypoint: ['/srv/none'], tags: ['v1']
      cloudRunBuild image: IMAGE + '-clean', layers: [[from: 'clean', into: '/srv']], from: 'scratch', entrypoint: ['/srv/none'], user: '1000'
      """;

  @Test
  void adviceIsOnTheBuildsPageAndMarksItsStepAlone() throws Exception {
    String job = create(TWO_IMAGES);
    try {
      jenkins.build(job);
      assertEquals("SUCCESS", jenkins.result(job, 1, BUILD), jenkins.console(job, 1));

      String page = jenkins.page("job/" + job + "/1/").replaceAll("\\s+", " ");
      String image = cloud.setup().repository() + "/" + job;
      assertTrue(page.contains("<code>" + image + "</code>"), page);
      assertTrue(page.contains("<code>" + image + "-clean</code>"), page);
      assertTrue(page.contains("<code>v1</code>"), page);
      assertTrue(page.contains("2 errors, 1 note"), page);
      assertTrue(page.contains("none: nothing was found"), page);
      assertTrue(page.contains("<span>By its name this file is a secret.</span>"), page);
      assertTrue(page.contains("<code>/srv/&lt;script>alert(1)&lt;/.env</code>"), page);
      assertFalse(page.contains("<script>alert(1)"), page);

      String marked =
          jenkins.script(
              """
              def build = jenkins.model.Jenkins.get().getItemByFullName('%s').getBuildByNumber(1)
              for (node in new org.jenkinsci.plugins.workflow.graph.FlowGraphWalker(build.execution)) {
                def warning = node.getAction(org.jenkinsci.plugins.workflow.actions.WarningAction)
                if (warning != null) println "${node.displayFunctionName} ${warning.result} ${warning.message}"
              }
              """
                  .formatted(job));
      assertEquals(
          "cloudRunBuild UNSTABLE Advice on " + image + ": 2 to look at", marked.strip(), marked);
    } finally {
      jenkins.deleteJob(job);
    }
  }
}
