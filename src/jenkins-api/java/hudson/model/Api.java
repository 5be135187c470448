package hudson.model;

public class Api extends AbstractModelObject {
  public final Object bean;

  public Api(Object bean) {
    this.bean = bean;
  }

  @Override
  public String getDisplayName() {
    throw new UnsupportedOperationException();
  }
}
