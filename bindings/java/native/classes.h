/* classes.h - classes of Java that C calls. */
#ifndef DLOPT_JAVA_CLASSES_H
#define DLOPT_JAVA_CLASSES_H

#include <jni.h>

/* A class that stays; NULL with an exception pending when it is not there. */
jclass dlopt_java_class(JNIEnv* jenv, const char* name);

#endif
