package io.jenkins.plugins.cloudrun.image.base;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import org.junit.jupiter.api.Test;

class RunnableCheckTest {
  @Test
  void takesWhatHasSomethingToStart() {
    check("{'os':'linux','architecture':'amd64','config':{'Entrypoint':['/srv/shop']}}");
    check("{'os':'linux','architecture':'amd64','config':{'Entrypoint':null,'Cmd':['sh']}}");
    check("{'os':'linux','architecture':'amd64','config':{'Entrypoint':[],'Cmd':['sh']}}");
    new RunnableCheck("arm64")
        .check(
            JsonParser.parseString("{'architecture':'arm64','config':{'Cmd':['sh']}}")
                .getAsJsonObject());
  }

  @Test
  void saysWhyItWouldNotRun() {
    refused("made for linux/arm64", "{'os':'linux','architecture':'arm64'}");
    refused("made for windows/amd64", "{'os':'windows','config':{'Cmd':['cmd']}}");
    refused("neither an entrypoint nor a command", "{'architecture':'amd64'}");
    refused("neither an entrypoint", "{'config':{'Entrypoint':[],'Cmd':null}}");
    refused("first word", "{'config':{'Entrypoint':[''],'Cmd':['sh']}}");
    refused("first word", "{'config':{'Cmd':[' ']}}");
  }

  private static void refused(String part, String config) {
    InvalidValueException refused =
        assertThrows(InvalidValueException.class, () -> check(config), config);
    assertTrue(String.valueOf(refused.getMessage()).contains(part), refused.getMessage());
    assertTrue(String.valueOf(refused.getMessage()).contains("Nothing was uploaded"));
  }

  private static void check(String config) {
    new RunnableCheck().check(JsonParser.parseString(config).getAsJsonObject());
  }
}
