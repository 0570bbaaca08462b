using Microsoft.EntityFrameworkCore;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Data;

namespace ServiceDirectory.Core.Vetting;

/// <summary>Reading what another organisation wrote in private leaves an event, once a day for each organisation, role and service.</summary>
internal static class NoteReading
{
    /// <param name="context">The private half.</param>
    /// <param name="id">Of the service; of what is about none, of the organisation that reads it.</param>
    /// <param name="actor">Who reads.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <param name="subject">What the id is of.</param>
    public static Task NoteReadingAsync(this DirectoryDbContext context, Guid id, Actor actor, CancellationToken cancellation, string subject = "service")
    {
        string role = EnumSlug.Of(actor.Role);
        return context.Database.ExecuteSqlAsync(
            $"""
            insert into directory.event (organisation_id, role, action, subject, subject_id)
            select {actor.OrganisationId}::uuid, {role}, 'read-notes', {subject}, {id}
            where not exists (
              select from directory.event
              where subject_id = {id} and action = 'read-notes' and organisation_id is not distinct from {actor.OrganisationId}::uuid
                and role = {role} and at >= date_trunc('day', clock_timestamp(), 'UTC'))
            """,
            cancellation);
    }
}
