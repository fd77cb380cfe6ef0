// A controller as one writes it with controller-runtime, to measure ours beside: it watches labelled Deployments, their
// pods and all CronJobs, and keeps one CronJob for each Deployment by server-side apply. It does less than Chandler: it
// reads no annotations but one, writes no status, and serves nothing.
package main

import (
	"context"
	"flag"
	"os"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/cache"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/controller"
	"sigs.k8s.io/controller-runtime/pkg/log/zap"
	"sigs.k8s.io/controller-runtime/pkg/metrics/server"
)

type reconciler struct{ client.Client }

func (r *reconciler) Reconcile(ctx context.Context, request ctrl.Request) (ctrl.Result, error) {
	var deployment appsv1.Deployment
	if err := r.Get(ctx, request.NamespacedName, &deployment); err != nil {
		return ctrl.Result{}, client.IgnoreNotFound(err)
	}
	schedule, asked := deployment.Annotations["chandler.dev/refresh-schedule"]
	if !asked {
		return ctrl.Result{}, nil
	}
	isController := true
	wanted := &batchv1.CronJob{
		TypeMeta: metav1.TypeMeta{APIVersion: "batch/v1", Kind: "CronJob"},
		ObjectMeta: metav1.ObjectMeta{
			Name: deployment.Name + "-refresh", Namespace: deployment.Namespace,
			OwnerReferences: []metav1.OwnerReference{{
				APIVersion: "apps/v1", Kind: "Deployment", Name: deployment.Name, UID: deployment.UID, Controller: &isController}},
		},
		Spec: batchv1.CronJobSpec{
			Schedule: schedule, ConcurrencyPolicy: batchv1.ForbidConcurrent,
			JobTemplate: batchv1.JobTemplateSpec{Spec: batchv1.JobSpec{Template: corev1.PodTemplateSpec{Spec: corev1.PodSpec{
				RestartPolicy: corev1.RestartPolicyNever,
				Containers:    []corev1.Container{{Name: "refresh", Image: "refresh:1"}}}}}},
		},
	}
	var present batchv1.CronJob
	if err := r.Get(ctx, client.ObjectKeyFromObject(wanted), &present); err == nil &&
		present.Spec.Schedule == schedule && equality.Semantic.DeepEqual(present.OwnerReferences, wanted.OwnerReferences) {
		return ctrl.Result{}, nil
	}
	return ctrl.Result{}, r.Patch(ctx, wanted, client.Apply, client.FieldOwner("reference"), client.ForceOwnership)
}

func main() {
	lease := flag.String("lease-namespace", "default", "where the lease is")
	flag.Parse()
	ctrl.SetLogger(zap.New())
	config := ctrl.GetConfigOrDie()
	config.QPS, config.Burst = 1000, 1000 // client-go's own brake is not what is measured
	selector := labels.SelectorFromSet(labels.Set{"chandler.dev/inject": "true"})
	interval := 10 * time.Hour
	manager, err := ctrl.NewManager(config, ctrl.Options{
		LeaderElection: true, LeaderElectionID: "reference", LeaderElectionNamespace: *lease,
		Metrics: server.Options{BindAddress: "0"},
		Cache: cache.Options{SyncPeriod: &interval, ByObject: map[client.Object]cache.ByObject{
			&appsv1.Deployment{}: {Label: selector}, &corev1.Pod{}: {Label: selector}}},
	})
	if err == nil {
		_, err = manager.GetCache().GetInformer(context.Background(), &corev1.Pod{})
	}
	if err == nil {
		err = ctrl.NewControllerManagedBy(manager).For(&appsv1.Deployment{}).Owns(&batchv1.CronJob{}).
			WithOptions(controller.Options{MaxConcurrentReconciles: 4}).Complete(&reconciler{manager.GetClient()})
	}
	if err == nil {
		err = manager.Start(ctrl.SetupSignalHandler())
	}
	if err != nil {
		ctrl.Log.Error(err, "reference")
		os.Exit(1)
	}
}
