package io.jenkins.plugins.cloudrun.emulator.http;

import com.google.cloud.run.v2.ExecutionProto;
import com.google.cloud.run.v2.JobProto;
import com.google.cloud.run.v2.RevisionProto;
import com.google.cloud.run.v2.ServiceProto;
import com.google.cloud.run.v2.TaskProto;
import com.google.cloud.run.v2.WorkerPoolProto;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.iam.v1.IamPolicyProto;
import com.google.longrunning.OperationsProto;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.ErrorDetailsProto;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Requests and answers as JSON, with one registry of what an Any may hold. */
public final class Json {
  private static final TypeRegistry TYPES =
      TypeRegistry.newBuilder()
          .add(ServiceProto.getDescriptor().getMessageTypes())
          .add(RevisionProto.getDescriptor().getMessageTypes())
          .add(JobProto.getDescriptor().getMessageTypes())
          .add(ExecutionProto.getDescriptor().getMessageTypes())
          .add(TaskProto.getDescriptor().getMessageTypes())
          .add(WorkerPoolProto.getDescriptor().getMessageTypes())
          .add(IamPolicyProto.getDescriptor().getMessageTypes())
          .add(OperationsProto.getDescriptor().getMessageTypes())
          .add(ErrorDetailsProto.getDescriptor().getMessageTypes())
          .build();
  private static final JsonFormat.Parser PARSER = JsonFormat.parser().usingTypeRegistry(TYPES);
  private static final JsonFormat.Printer NAMES = JsonFormat.printer().usingTypeRegistry(TYPES);
  private static final JsonFormat.Printer NUMBERS = NAMES.printingEnumsAsInts();
  private static final Pattern UNKNOWN = Pattern.compile("Cannot find field: (\\S+) in message.*");

  private Json() {}

  /** Reads a body into a message; what it does not know is refused. */
  public static void merge(String json, Message.Builder into) {
    try {
      PARSER.merge(json, into);
    } catch (InvalidProtocolBufferException e) {
      String why = String.valueOf(e.getMessage());
      Matcher unknown = UNKNOWN.matcher(why);
      throw ApiException.invalid(
          "Invalid JSON payload received. "
              + (unknown.matches()
                  ? "Unknown name \"" + unknown.group(1) + "\": Cannot find field."
                  : why));
    }
  }

  /** A message as JSON; enums as names, or as numbers when the client asked for those. */
  public static String print(Message message, boolean enumsAsNumbers) {
    try {
      return (enumsAsNumbers ? NUMBERS : NAMES).print(message);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("An answer holds a type that is not registered.", e);
    }
  }

  /** The body of a refusal. */
  public static String error(ApiException refusal) {
    if (refusal.detail().filter(detail -> detail.has("errorType")).isPresent()) {
      return String.valueOf(refusal.detail().get());
    }
    JsonObject error = new JsonObject();
    error.addProperty("code", refusal.http());
    error.addProperty("message", refusal.text());
    error.addProperty("status", refusal.code().name());
    refusal
        .detail()
        .ifPresent(
            detail -> {
              JsonArray details = new JsonArray();
              details.add(detail);
              error.add("details", details);
            });
    JsonObject body = new JsonObject();
    body.add("error", error);
    return body.toString();
  }
}
