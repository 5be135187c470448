package org.jenkinsci.plugins.workflow.flow;

public interface BlockableResume {}
