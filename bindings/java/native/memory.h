/* memory.h - addresses of buffers, and buffers and texts at addresses. Read by SWIG, too. */
#ifndef DLOPT_JAVA_MEMORY_H
#define DLOPT_JAVA_MEMORY_H

#include <jni.h>
#include <stdint.h>

/* A direct buffer over memory that is not its own. */
typedef jobject dlopt_java_view;

/* Where a direct buffer begins, whatever its position; 0: it is none. */
int64_t dlopt_address(JNIEnv* jenv, jobject buffer);

/* `bytes` bytes at an address, in big-endian order as every new ByteBuffer. */
dlopt_java_view dlopt_view(JNIEnv* jenv, int64_t address, int64_t bytes);

/* The text at an address, null for 0. */
const char* dlopt_text(int64_t address);

/* Keeps an object alive for C, which knows it by the number that is returned, until dlopt_release. */
int64_t dlopt_hold(JNIEnv* jenv, jobject object);
void dlopt_release(JNIEnv* jenv, int64_t held);

#endif
