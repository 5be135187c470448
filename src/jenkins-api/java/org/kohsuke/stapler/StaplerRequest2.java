package org.kohsuke.stapler;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import net.sf.json.JSONObject;

public interface StaplerRequest2 extends HttpServletRequest {
  String getRestOfPath();

  JSONObject getSubmittedForm() throws ServletException;

  <T> T bindJSON(Class<T> type, JSONObject src);

  void bindJSON(Object bean, JSONObject src);

  <T> T findAncestorObject(Class<T> type);
}
