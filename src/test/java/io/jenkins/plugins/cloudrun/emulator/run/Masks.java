package io.jenkins.plugins.cloudrun.emulator.run;

import com.google.cloud.run.v2.Service;
import com.google.cloud.run.v2.UpdateServiceRequest;
import com.google.protobuf.FieldMask;
import com.google.protobuf.util.FieldMaskUtil;
import io.jenkins.plugins.cloudrun.emulator.http.ApiException;

/** What an update leaves as it is. */
final class Masks {
  private Masks() {}

  /** The service after an update: without a mask it is replaced as a whole. */
  static Service.Builder merged(Service current, UpdateServiceRequest request) {
    FieldMask mask = request.getUpdateMask();
    if (mask.getPathsCount() == 0 || mask.getPathsList().contains("*")) {
      return request.getService().toBuilder();
    }
    if (!FieldMaskUtil.isValid(Service.class, mask)) {
      throw ApiException.violation("update_mask", "Invalid field mask: " + mask.getPathsList());
    }
    Service.Builder merged = current.toBuilder();
    FieldMaskUtil.merge(
        mask,
        request.getService(),
        merged,
        new FieldMaskUtil.MergeOptions()
            .setReplaceMessageFields(true)
            .setReplaceRepeatedFields(true)
            .setReplacePrimitiveFields(true));
    return merged;
  }
}
