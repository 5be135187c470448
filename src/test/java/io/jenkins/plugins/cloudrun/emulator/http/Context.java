package io.jenkins.plugins.cloudrun.emulator.http;

import io.jenkins.plugins.cloudrun.emulator.Fault;
import io.jenkins.plugins.cloudrun.emulator.Principal;
import java.util.Map;
import java.util.Optional;

/**
 * What goes with a request.
 *
 * @param caller who makes it
 * @param operationError how the operation that it starts shall end, if a test said so
 * @param path the fields that its path holds
 * @param query its parameters; the values of one that is repeated are lines
 */
public record Context(
    Principal caller,
    Optional<Fault.OperationFails> operationError,
    Map<String, String> path,
    Map<String, String> query) {}
