package io.jenkins.plugins.cloudrun.image.dockerfile;

/**
 * A here-document of {@code RUN}, {@code COPY} or {@code ADD}.
 *
 * @param name what ends it, and of {@code COPY} the name of the file
 * @param expands whether variables in it are replaced: not if the name was quoted
 * @param content its lines; with {@code <<-} without the tabs at their beginning
 * @param line of the first of its lines
 */
public record Heredoc(String name, boolean expands, String content, int line) {}
