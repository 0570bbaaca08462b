using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Vetting;

namespace ServiceDirectory.Cli.Commands;

/// <summary><c>service</c>: the entries, from a file to the public page and off it.</summary>
internal static class ServiceCommand
{
    private static readonly JsonSerializerOptions Indented = new(ContentJson.Options) { WriteIndented = true };

    public static Command Create(Database database) =>
        new("service", "Check, write, approve and withdraw entries.") { Check(database), Add(database), Revise(database), Approve(database), Withdraw(database), Show(database) };

    private static Command Check(Database database)
    {
        var file = File();
        var command = new Command("check", "Say what is wrong with a file, and write nothing.") { file };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var entries = await Entries.OpenAsync(database, cancellation);
            var problems = entries.Validator.Validate(
                SiteLocator.Locate(await Given.ReadAsync<ListingContent>(parsed.GetRequiredValue(file), cancellation), entries.Places), ListingUse.Publication);
            foreach (var problem in problems)
                await parsed.InvocationConfiguration.Output.WriteLineAsync($"{problem.Field}: {(problem.IsWarning ? "(look twice) " : "")}{problem.Message} [{problem.Reason}]");
            bool wrong = problems.Any(p => !p.IsWarning);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(wrong ? "It cannot be shown like this." : "It is ready to be approved.");
            return wrong ? 1 : 0;
        });
        return command;
    }

    private static Command Add(Database database)
    {
        var (file, by) = (File(), Given.By("whose entry it is"));
        var command = new Command("add", "Write an entry and print its code. Nobody sees it until it is approved.") { file, by };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var entries = await Entries.OpenAsOwnerAsync(database, cancellation);
            var content = await Given.ReadAsync<ListingContent>(parsed.GetRequiredValue(file), cancellation);
            var organisation = await entries.OrganisationAsync(parsed.GetRequiredValue(by), cancellation);
            var written = await entries.Listings.CreateAsync(
                new CreateService(organisation.Id, content, Entries.Today), Entries.As(organisation, ActorRole.Proposer), cancellation);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(written.Code);
            return 0;
        });
        return command;
    }

    private static Command Revise(Database database)
    {
        var (code, file, by) = (Code(), File(), Given.By("that writes it"));
        var command = new Command("revise", "Write a new revision. The public reads the one before until this one is approved.") { code, file, by };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var entries = await Entries.OpenAsOwnerAsync(database, cancellation);
            var content = await Given.ReadAsync<ListingContent>(parsed.GetRequiredValue(file), cancellation);
            var service = await entries.ServiceAsync(parsed.GetRequiredValue(code), cancellation);
            var organisation = await entries.OrganisationAsync(parsed.GetRequiredValue(by), cancellation);
            var written = await entries.Listings.ReviseAsync(
                new ReviseService(service.Id, organisation.Id, content, Entries.Today), Entries.As(organisation, ActorRole.Proposer), cancellation);
            await parsed.InvocationConfiguration.Output.WriteLineAsync($"Revision {written.Number}");
            return 0;
        });
        return command;
    }

    private static Command Approve(Database database)
    {
        var (code, by) = (Code(), Given.By("that approves"));
        var how = new Option<string>("--how")
        {
            Description = $"How it found every required promise met: {string.Join(", ", EnumSlug.All<EvidenceKind>().Order(StringComparer.Ordinal))}. The second organisation asks or goes there itself.",
            Required = true,
        };
        how.AcceptOnlyFromAmong([.. EnumSlug.All<EvidenceKind>()]);
        var note = new Option<string>("--note") { Description = "What was found, and where it is kept. Never a person's name. It is kept sealed.", Required = true };
        var command = new Command(
            "approve",
            "Write down that an organisation with no tie reviewed the newest revision and found every required promise met: evidence, verdicts and approval. Then show it.")
        {
            code, by, how, note,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var entries = await Entries.OpenAsync(database, cancellation);
            var service = await entries.ServiceAsync(parsed.GetRequiredValue(code), cancellation);
            var organisation = await entries.OrganisationAsync(parsed.GetRequiredValue(by), cancellation);
            var revision = await entries.RevisionAsync(service, cancellation);
            var state = await entries.Reviews(database.Secrets()).RecordAsync(
                new RecordReview(
                    revision.Id, organisation.Id, null, EnumSlug.Parse<EvidenceKind>(parsed.GetRequiredValue(how)), parsed.GetRequiredValue(note), Entries.Today),
                Entries.As(organisation, ActorRole.Reviewer),
                cancellation);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(EnumSlug.Of(state));
            return 0;
        });
        return command;
    }

    private static Command Withdraw(Database database)
    {
        var code = Code();
        var to = new Option<string>("--to") { Description = "suspended or removed.", Required = true };
        to.AcceptOnlyFromAmong(EnumSlug.Of(ServiceState.Suspended), EnumSlug.Of(ServiceState.Removed));
        var reason = new Option<string>("--reason") { Description = "Kept for the organisations; never published.", Required = true };
        var command = new Command("withdraw", "Take an entry off every public page.") { code, to, reason };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var entries = await Entries.OpenAsync(database, cancellation);
            var service = await entries.ServiceAsync(parsed.GetRequiredValue(code), cancellation);
            var state = EnumSlug.Parse<ServiceState>(parsed.GetRequiredValue(to));
            bool moved = await entries.Listings.WithdrawAsync(
                new WithdrawService(service.Id, state, Entries.Today, parsed.GetRequiredValue(reason)), Actor.CommandLine, cancellation);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(moved ? EnumSlug.Of(state) : $"It was {EnumSlug.Of(state)} already.");
            return 0;
        });
        return command;
    }

    private static Command Show(Database database)
    {
        var code = Code();
        var command = new Command("show", "Print the state of an entry and its newest revision.") { code };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var entries = await Entries.OpenAsync(database, cancellation);
            var service = await entries.ServiceAsync(parsed.GetRequiredValue(code), cancellation);
            var revision = await entries.RevisionAsync(service, cancellation);
            var shown = new JsonObject
            {
                ["code"] = service.Code,
                ["state"] = EnumSlug.Of(service.State),
                ["revision"] = revision.Number,
                ["published"] = revision.Id == service.PublishedRevisionId,
                ["content"] = JsonNode.Parse(revision.Content),
            };
            await parsed.InvocationConfiguration.Output.WriteLineAsync(shown.ToJsonString(Indented));
            return 0;
        });
        return command;
    }

    private static Argument<string> Code() => new("CODE") { Description = "The entry." };

    private static Argument<FileInfo> File() => new("FILE") { Description = "The description as JSON." };
}
