package org.dlopt;

import java.util.List;

/**
 * What is known of the elements of a buffer.
 *
 * @param norm 2-norm
 * @param nonfinite how many are NaN or infinite
 * @param measured how many were measured; what follows is of these
 * @param nan how many are NaN
 * @param inf how many are infinite
 * @param zero how many are 0 or -0
 * @param denormal how many are below the smallest normal number of their type, but not 0
 * @param magnitudes how many there are of each power of two: entry i is of magnitudes from 2^(i - 48) up to twice that
 */
public record NumberStats(double norm, long nonfinite, long measured, long nan, long inf, long zero, long denormal, List<Long> magnitudes) {
}
