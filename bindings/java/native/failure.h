/* failure.h - statuses as exceptions, texts as bytes. */
#ifndef DLOPT_JAVA_FAILURE_H
#define DLOPT_JAVA_FAILURE_H

#include <jni.h>
#include <stdint.h>

/* Finds the class that makes exceptions. Returns 0 with an exception pending when it is not there. */
int dlopt_java_failure_init(JNIEnv* jenv);

/* Throws what a status stands for, with the sentence of dlopt_last_error; an exception of a callback, which ended the call, goes first. */
void dlopt_java_throw(JNIEnv* jenv, int32_t status);

/* The bytes of a text without the zero at its end; null for NULL. */
jbyteArray dlopt_java_bytes(JNIEnv* jenv, const char* text);

#endif
