#include "infos.h"

PyObject* tuple_of_hyper_info(const dlopt_hyper_info* info) {
  return Py_BuildValue("(iidddsss)", (int)info->id, (int)info->kind, info->default_value, info->lower, info->upper, info->name, info->doc,
                       info->choices);
}

PyObject* tuple_of_state_info(const dlopt_state_info* info) {
  return Py_BuildValue("(ssOiii)", info->name, info->doc, info->optional ? Py_True : Py_False, (int)info->bytes_per_element,
                       (int)info->shape, (int)info->moment);
}

PyObject* tuple_of_memory(const dlopt_memory* memory) {
  return Py_BuildValue("(LLL)", (long long)memory->state, (long long)memory->scratch, (long long)memory->handle);
}
