/** One whole life of a VM, and the beginning of the next, told as a story. */
@NullMarked
package io.goalstated.vm;

import org.jspecify.annotations.NullMarked;
