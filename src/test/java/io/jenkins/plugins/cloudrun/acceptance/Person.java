package io.jenkins.plugins.cloudrun.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Somebody with a browser that runs no JavaScript: follows links, sends forms as they are. */
final class Person {
  private static final Pattern FORM =
      Pattern.compile("<form[^>]*action=\"([^\"]*/answer)\"[^>]*>(.*?)</form>", Pattern.DOTALL);
  private static final Pattern ACT =
      Pattern.compile("<form[^>]*action=\"([^\"]*/submit)\"[^>]*>(.*?)</form>", Pattern.DOTALL);
  private static final Pattern HIDDEN = Pattern.compile("<input[^>]*type=\"hidden\"[^>]*>");
  private static final Pattern ATTRIBUTE = Pattern.compile("(name|value)=\"([^\"]*)\"");

  private final URI root;
  private final HttpClient http =
      HttpClient.newBuilder()
          .cookieHandler(new CookieManager())
          .followRedirects(Redirect.NORMAL)
          .build();

  private Person(URI root) {
    this.root = root;
  }

  static Person anonymous(URI root) {
    return new Person(root);
  }

  /** Logs in, with the id as the password. */
  static Person loggedIn(URI root, String id) throws Exception {
    Person person = new Person(root);
    // What the log-in is remembered by has to be there before it.
    person.page("login");
    HttpResponse<String> answer =
        person.post("j_spring_security_check", Map.of("j_username", id, "j_password", id));
    assertTrue(answer.statusCode() < 400, answer.body());
    return person;
  }

  HttpResponse<String> get(String path) throws Exception {
    return http.send(HttpRequest.newBuilder(root.resolve(path)).build(), BodyHandlers.ofString());
  }

  String page(String path) throws Exception {
    HttpResponse<String> answer = get(path);
    assertEquals(200, answer.statusCode(), path + ": " + answer.body());
    return answer.body();
  }

  HttpResponse<String> post(String path, Map<String, String> fields) throws Exception {
    String body =
        fields.entrySet().stream()
            .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    return http.send(
        HttpRequest.newBuilder(root.resolve(path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  /** Whether the page has the form of an answer. */
  boolean isAsked(String path) throws Exception {
    return FORM.matcher(page(path)).find();
  }

  /** Fills in the only form of an answer on a page, and presses one of its buttons. */
  HttpResponse<String> answers(String path, String answer, String reason) throws Exception {
    String html = page(path);
    Matcher form = FORM.matcher(html);
    assertTrue(form.find(), html);
    Map<String, String> fields = hidden(form.group(2));
    assertTrue(form.group(2).contains("value=\"" + answer + "\""), form.group(2));
    fields.put("reason", reason);
    fields.put("answer", answer);
    return post(form.group(1), fields);
  }

  /** Fills in the form of an action on its own page, and sends it. */
  HttpResponse<String> sends(String path, Map<String, String> filled) throws Exception {
    String html = page(path);
    Matcher form = ACT.matcher(html);
    assertTrue(form.find(), html);
    Map<String, String> fields = hidden(form.group(2));
    fields.putAll(filled);
    return post(form.group(1), fields);
  }

  private static Map<String, String> hidden(String form) {
    Map<String, String> fields = new LinkedHashMap<>();
    Matcher hidden = HIDDEN.matcher(form);
    while (hidden.find()) {
      Map<String, String> input = new LinkedHashMap<>();
      Matcher attribute = ATTRIBUTE.matcher(hidden.group());
      while (attribute.find()) {
        input.put(attribute.group(1), attribute.group(2));
      }
      fields.put(input.get("name"), input.get("value"));
    }
    return fields;
  }

  /** A crumb of this person's session, as its name and value. */
  Map<String, String> crumb() throws Exception {
    Matcher head =
        Pattern.compile("data-crumb-header=\"([^\"]+)\" data-crumb-value=\"([^\"]+)\"")
            .matcher(page(""));
    assertTrue(head.find());
    return Map.of(head.group(1), head.group(2));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
