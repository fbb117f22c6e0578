"""Work on the stream `WORK`, and facts for the pipeline."""

from contracts import subjects
from contracts.ids import StepName, parse_job_id, parse_step
from contracts.work import WorkItem, encode_work
from eventlog.jetstream import api
from eventlog.jetstream.client import RawClient
from eventlog.jetstream.consumer import JetStreamDeliveries
from eventlog.jetstream.provision import Provisioner
from eventlog.jetstream.publishing import Publisher
from eventlog.ports import Deliveries
from eventlog.settings import LogSettings


class JetStreamWorkQueue:
    """See `WorkQueue`."""

    def __init__(self, client: RawClient, settings: LogSettings, provisioner: Provisioner) -> None:
        self._client = client
        self._publisher = Publisher(client, settings)
        self._provisioner = provisioner

    async def publish(self, item: WorkItem) -> None:
        """See `WorkQueue.publish`."""
        subject = subjects.work(parse_step(item.step), parse_job_id(item.job_id), item.attempt)
        try:
            await self._publisher.publish(subjects.WORK, subject, encode_work(item))
        except api.ApiError as error:
            # One message per subject: the same attempt is outstanding, which is what was wanted.
            if error.fault.err_code == api.STORE_FAILED and "per subject" in error.fault.description:
                return
            raise api.limit_of(error, "the work queue") from error

    async def work(self, step: StepName) -> Deliveries:
        """See `WorkQueue.work`."""
        await self._provisioner.work_consumer(step)
        return await self._deliveries(subjects.WORK, subjects.agent_consumer(step))

    async def facts(self) -> Deliveries:
        """See `WorkQueue.facts`."""
        await self._provisioner.facts_consumer()
        return await self._deliveries(subjects.JOBS, subjects.PIPELINE_CONSUMER)

    async def _deliveries(self, stream: str, consumer: str) -> Deliveries:
        deliveries = JetStreamDeliveries(self._client, stream, consumer)
        await deliveries.start()
        return deliveries
