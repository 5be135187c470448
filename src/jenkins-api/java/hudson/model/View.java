package hudson.model;

public abstract class View extends AbstractModelObject {}
