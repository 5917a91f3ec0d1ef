package io.goalstated.report;

/**
 * Who reports, at one moment.
 *
 * @param agentVersion four-part, as told to the platform
 * @param computerName which its owner may change at any time
 * @param osName of the distribution in lower case
 */
public record Guest(String agentVersion, String computerName, String osName, String osVersion) {}
