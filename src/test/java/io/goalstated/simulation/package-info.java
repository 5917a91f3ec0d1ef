/**
 * The real planner, supervisor, package intake and reporter in a world that is all made up: disk, clock, threads,
 * commands, platform. Whole lives of a VM pass in a millisecond, each made of one seed, full of bad luck, and judged at
 * every step by rules that know nothing of the code they judge. May use everything.
 */
@NullMarked
package io.goalstated.simulation;

import org.jspecify.annotations.NullMarked;
