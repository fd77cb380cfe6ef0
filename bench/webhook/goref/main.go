// A plain admission server, as one writes it by hand with net/http and k8s.io/api: it decodes the review
// and the pod, adds one init container by a JSON patch, and answers.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"

	admission "k8s.io/api/admission/v1"
	core "k8s.io/api/core/v1"
)

type operation struct {
	Op    string `json:"op"`
	Path  string `json:"path"`
	Value any    `json:"value"`
}

func mutate(writer http.ResponseWriter, request *http.Request) {
	body, err := io.ReadAll(io.LimitReader(request.Body, 8<<20))
	if err != nil {
		http.Error(writer, "unreadable", http.StatusBadRequest)
		return
	}
	var review admission.AdmissionReview
	if err := json.Unmarshal(body, &review); err != nil || review.Request == nil {
		http.Error(writer, "no review", http.StatusBadRequest)
		return
	}
	var pod core.Pod
	if err := json.Unmarshal(review.Request.Object.Raw, &pod); err != nil {
		http.Error(writer, "no pod", http.StatusBadRequest)
		return
	}
	init := append([]core.Container{{Name: "added", Image: "added:1"}}, pod.Spec.InitContainers...)
	patch, _ := json.Marshal([]operation{{Op: "add", Path: "/spec/initContainers", Value: init}})
	kind := admission.PatchTypeJSONPatch
	review.Response = &admission.AdmissionResponse{
		UID: review.Request.UID, Allowed: true, Patch: patch, PatchType: &kind}
	review.Request = nil
	writer.Header().Set("Content-Type", "application/json")
	json.NewEncoder(writer).Encode(review)
}

// main CERTIFICATE KEY: listens on a free port and prints it.
func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Printf("{\"event\":\"serving\",\"port\":%d}\n", listener.Addr().(*net.TCPAddr).Port)
	http.HandleFunc("/mutate", mutate)
	fmt.Fprintln(os.Stderr, http.ServeTLS(listener, nil, os.Args[1], os.Args[2]))
	os.Exit(1)
}
