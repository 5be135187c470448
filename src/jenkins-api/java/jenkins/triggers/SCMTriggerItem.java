package jenkins.triggers;

public interface SCMTriggerItem {}
