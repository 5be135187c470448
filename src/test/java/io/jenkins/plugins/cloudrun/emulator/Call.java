package io.jenkins.plugins.cloudrun.emulator;

import java.time.Instant;

/**
 * A call that reached the API.
 *
 * @param rpc such as {@code UpdateService}
 * @param resource the name in its path
 * @param caller e-mail of who made it, empty if nobody known
 * @param status of the HTTP answer; 0 if the connection was cut
 * @param at when it was answered
 */
public record Call(String rpc, String resource, String caller, int status, Instant at) {}
