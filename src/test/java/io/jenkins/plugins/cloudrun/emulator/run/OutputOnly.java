package io.jenkins.plugins.cloudrun.emulator.run;

import com.google.api.FieldBehavior;
import com.google.api.FieldBehaviorProto;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;

/** Fields that only the service writes: what a client sends in them is ignored. */
final class OutputOnly {
  private OutputOnly() {}

  /** Gives the builder the values that these fields have in {@code current}. */
  static void keep(Message.Builder builder, Message current) {
    for (FieldDescriptor field : builder.getDescriptorForType().getFields()) {
      if (field
          .getOptions()
          .getExtension(FieldBehaviorProto.fieldBehavior)
          .contains(FieldBehavior.OUTPUT_ONLY)) {
        boolean present =
            field.isRepeated()
                ? current.getRepeatedFieldCount(field) > 0
                : !field.hasPresence() || current.hasField(field);
        if (present) {
          builder.setField(field, current.getField(field));
        } else {
          builder.clearField(field);
        }
      }
    }
  }
}
