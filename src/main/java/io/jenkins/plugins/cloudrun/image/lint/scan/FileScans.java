package io.jenkins.plugins.cloudrun.image.lint.scan;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Looks into many files at once, and only into those that are not known from before. */
public final class FileScans {
  private static final int FEW = 16;

  private final LintCache cache;
  private final String subject;

  /**
   * @param subject what is built, such as the image's name and the kind of scan: builds of the same
   *     subject share what they remember
   */
  public FileScans(LintCache cache, String subject) {
    this.cache = cache;
    this.subject = subject;
  }

  /**
   * @return in the order of the files; one that vanished or may not be read has no facts
   * @throws InterruptedException if the thread is interrupted: at most the files under way are read
   *     to their end
   */
  public List<FileFacts> scan(List<ScanFile> files) throws InterruptedException {
    Map<String, FileFacts> known = cache.load(subject);
    Map<String, FileFacts> kept = new HashMap<>();
    List<FileFacts> seen = new ArrayList<>(Collections.nCopies(files.size(), FileFacts.NONE));
    List<Integer> unknown = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      if (isCompiled(files.get(i).path())) {
        continue;
      }
      String key = files.get(i).identity().isEmpty() ? "" : key(files.get(i));
      Optional<FileFacts> facts = Optional.ofNullable(known.get(key));
      if (facts.isPresent()) {
        seen.set(i, facts.get());
        kept.put(key, facts.get());
      } else {
        unknown.add(i);
      }
    }
    if (unknown.isEmpty()) {
      return seen;
    }
    List<Optional<FileFacts>> found = read(unknown.stream().map(files::get).toList());
    for (int i = 0; i < found.size(); i++) {
      ScanFile file = files.get(unknown.get(i));
      if (found.get(i).isPresent()) {
        seen.set(unknown.get(i), found.get(i).get());
        if (!file.identity().isEmpty()) {
          kept.put(key(file), found.get(i).get());
        }
      }
    }
    cache.save(subject, kept);
    return seen;
  }

  /** Of such a file a scan sees that it is no text; opening them by the hundred takes its time. */
  private static boolean isCompiled(String path) {
    return path.endsWith(".class") || path.endsWith(".jar");
  }

  private static List<Optional<FileFacts>> read(List<ScanFile> files) throws InterruptedException {
    List<Optional<FileFacts>> found = new ArrayList<>();
    int cores = Runtime.getRuntime().availableProcessors();
    if (files.size() < FEW || cores == 1) {
      for (ScanFile file : files) {
        found.add(read(file));
      }
      return found;
    }
    ExecutorService pool = Executors.newFixedThreadPool(cores, FileScans::thread);
    try {
      List<Future<List<Optional<FileFacts>>>> parts = new ArrayList<>();
      int step = Math.max(FEW, files.size() / (cores * 8) + 1);
      for (int i = 0; i < files.size(); i += step) {
        List<ScanFile> part = files.subList(i, Math.min(files.size(), i + step));
        parts.add(
            pool.submit(
                () -> {
                  List<Optional<FileFacts>> facts = new ArrayList<>();
                  for (ScanFile file : part) {
                    facts.add(read(file));
                  }
                  return facts;
                }));
      }
      for (Future<List<Optional<FileFacts>>> part : parts) {
        found.addAll(part.get());
      }
      return found;
    } catch (ExecutionException e) {
      throw new IllegalStateException("Scanning for advice failed", e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  private static Optional<FileFacts> read(ScanFile file) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    try (InputStream in = file.opening().open()) {
      return Optional.of(FileScan.scan(file.path(), in));
    } catch (IOException e) {
      // Whoever needs the file for the image will say so; advice does not fail a build.
      return Optional.empty();
    }
  }

  /** What the facts depend on: the bytes, and where the path says that they belong. */
  private static String key(ScanFile file) {
    String text =
        file.identity()
            + '\n'
            + LoginFile.kind(file.path())
            + '\n'
            + PackageFolders.contain(file.path());
    return LintCache.hash(text);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "cloud-run-lint");
    thread.setDaemon(true);
    return thread;
  }
}
