package io.goalstated.environment.usage;

import io.goalstated.platform.GroupCount;

/** What had been counted of one control group when it was looked at. */
record Reading(Usage.Owner owner, String unit, GroupCount count) {}
