package io.goalstated.report;

/**
 * Who reports.
 *
 * @param agentVersion four-part, as told to the platform
 * @param osName of the distribution in lower case
 */
public record Guest(String agentVersion, String computerName, String osName, String osVersion) {}
