/**
 * Reads a small file from the root of a UDF or ISO 9660 image, for kernels that cannot mount one (spec 03 §3.3). Pure: works on
 * a view of the bytes; every number in the image is distrusted. Depends on nothing of ours.
 */
@NullMarked
package io.goalstated.disc;

import org.jspecify.annotations.NullMarked;
