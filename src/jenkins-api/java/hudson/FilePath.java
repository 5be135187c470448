package hudson;

import hudson.model.Computer;
import hudson.remoting.Callable;
import hudson.remoting.Future;
import hudson.remoting.LocalChannel;
import hudson.remoting.VirtualChannel;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.jenkinsci.remoting.RoleChecker;
import org.jenkinsci.remoting.RoleSensitive;
import org.jenkinsci.remoting.SerializableOnlyOverRemoting;

/** A file on this machine: what a callable is asked to do, happens in this process. */
public final class FilePath implements SerializableOnlyOverRemoting {
  private static final long serialVersionUID = 1L;
  public static final LocalChannel localChannel = new LocalChannel(ForkJoinPool.commonPool());
  private final transient VirtualChannel channel;
  private final String remote;

  public FilePath(VirtualChannel channel, String remote) {
    this.channel = channel instanceof LocalChannel ? null : channel;
    this.remote = remote;
  }

  public FilePath(File localPath) {
    this((VirtualChannel) null, localPath.getPath());
  }

  public FilePath(FilePath base, String rel) {
    this(base.channel, base.resolve(rel));
  }

  private String resolve(String rel) {
    return Path.of(remote).resolve(rel).normalize().toString();
  }

  private File file() {
    return new File(remote);
  }

  public String getRemote() {
    return remote;
  }

  public String getName() {
    return file().getName();
  }

  public String getBaseName() {
    String name = getName();
    int dot = name.lastIndexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  public VirtualChannel getChannel() {
    return channel == null ? localChannel : channel;
  }

  public boolean isRemote() {
    return channel != null;
  }

  /** The computer whose file this is; here none is known. */
  public Computer toComputer() {
    return null;
  }

  public URI toURI() throws IOException, InterruptedException {
    return file().toURI();
  }

  public FilePath child(String relOrAbsolute) {
    return new FilePath(this, relOrAbsolute);
  }

  public FilePath sibling(String rel) {
    return getParent().child(rel);
  }

  public FilePath withSuffix(String suffix) {
    return new FilePath(channel, remote + suffix);
  }

  public FilePath getParent() {
    String parent = file().getParent();
    return parent == null ? null : new FilePath(channel, parent);
  }

  public <T> T act(FileCallable<T> callable) throws IOException, InterruptedException {
    return callable.invoke(file(), getChannel());
  }

  public <V, E extends Throwable> V act(Callable<V, E> callable)
      throws IOException, InterruptedException, E {
    return callable.call();
  }

  public <T> Future<T> actAsync(FileCallable<T> callable) throws IOException, InterruptedException {
    return getChannel().callAsync(asCallableWith(callable));
  }

  public <T> Callable<T, IOException> asCallableWith(FileCallable<T> task) {
    File file = file();
    return new Callable<T, IOException>() {
      private static final long serialVersionUID = 1L;

      @Override
      public T call() throws IOException {
        try {
          return task.invoke(file, localChannel);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IOException(e);
        }
      }

      @Override
      public void checkRoles(RoleChecker checker) {
        task.checkRoles(checker);
      }
    };
  }

  public boolean exists() throws IOException, InterruptedException {
    return file().exists();
  }

  public boolean isDirectory() throws IOException, InterruptedException {
    return file().isDirectory();
  }

  public long length() throws IOException, InterruptedException {
    return file().length();
  }

  public long lastModified() throws IOException, InterruptedException {
    return file().lastModified();
  }

  public void mkdirs() throws IOException, InterruptedException {
    Files.createDirectories(file().toPath());
  }

  public InputStream read() throws IOException, InterruptedException {
    return Files.newInputStream(file().toPath());
  }

  public String readToString() throws IOException, InterruptedException {
    return Files.readString(file().toPath(), Charset.defaultCharset());
  }

  public OutputStream write() throws IOException, InterruptedException {
    Files.createDirectories(file().getAbsoluteFile().getParentFile().toPath());
    return Files.newOutputStream(file().toPath());
  }

  public void write(String content, String encoding) throws IOException, InterruptedException {
    Files.createDirectories(file().getAbsoluteFile().getParentFile().toPath());
    Files.writeString(
        file().toPath(),
        content,
        encoding == null ? Charset.defaultCharset() : Charset.forName(encoding));
  }

  public boolean delete() throws IOException, InterruptedException {
    return Files.deleteIfExists(file().toPath());
  }

  public void deleteRecursive() throws IOException, InterruptedException {
    if (!file().exists()) {
      return;
    }
    try (var paths = Files.walk(file().toPath())) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  public List<FilePath> list() throws IOException, InterruptedException {
    File[] files = file().listFiles();
    return files == null ? List.of() : Arrays.stream(files).map(FilePath::new).toList();
  }

  public FilePath[] list(String includes) throws IOException, InterruptedException {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof FilePath that && remote.equals(that.remote) && channel == that.channel;
  }

  @Override
  public int hashCode() {
    return remote.hashCode();
  }

  @Override
  public String toString() {
    return remote;
  }

  public interface FileCallable<T> extends Serializable, RoleSensitive {
    T invoke(File f, VirtualChannel channel) throws IOException, InterruptedException;
  }
}
