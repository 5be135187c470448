package hudson.remoting;

class RemotingSystemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RemotingSystemException(Throwable cause) {
    super(cause);
  }
}
