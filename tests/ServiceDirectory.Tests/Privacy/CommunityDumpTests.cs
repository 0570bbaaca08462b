using System.Security.Cryptography;
using System.Text;
using NodaTime;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Community.Messages;
using ServiceDirectory.Core.Community.Receipts;
using ServiceDirectory.Core.Partnerships;
using ServiceDirectory.Core.Training;
using ServiceDirectory.Tests.Guides;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Messages;
using ServiceDirectory.Tests.Places;
using ServiceDirectory.Tests.Training;
using ServiceDirectory.Tests.Vetting;

namespace ServiceDirectory.Tests.Privacy;

/// <summary>Whoever takes the whole database reads no word that people wrote in confidence, and nothing about whoever wrote it.</summary>
public sealed class CommunityDumpTests(CopyOfDatabase database, ShippedPlaces places) : IClassFixture<CopyOfDatabase>
{
    private const int Testing = 1;

    private const int Confidentiality = 3;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static LocalDate Today => Given.Today;

    /// <summary>Reports and their answers, a suspension, a theme, training asked for by a provider and a school, an agreement, a guide that came back.</summary>
    [Fact, Property(57), Property(58)]
    public async Task EveryTable_AfterAllOfIt_HoldsNoWordInClear()
    {
        var canary = new Canary();
        var training = new TrainingDesk(database.Logins, places);
        var (service, provider) = await training.ServiceAsync();
        var led = await database.Given.SexWorkerLedAsync("Led");
        var reviewer = new Actor(led.Id, ActorRole.Reviewer);

        string code = await SendAsync(MessageKind.Promise, service.Code, Confidentiality, words: canary.In("report"));
        await SendAsync(MessageKind.Promise, service.Code, Confidentiality, words: canary.In("second"));
        await SendAsync(MessageKind.Promise, service.Code, Testing, words: canary.In("serious"));
        await SendAsync(MessageKind.Else, null, null, named: canary.In("place"), words: canary.In("unlisted"));
        var reports = await database.App.ListAsync<Guid>("select id from directory.message where service_id = $1 order by criterion desc", service.ServiceId);
        foreach (var report in reports)
            await UseAsync(m => m.JudgeAsync(new JudgeMessage(report, MessageFinding.Possible, canary.In("why"), canary.In("lift"), led.Id, null, Today), reviewer, Stop));
        await UseAsync(m => m.TellAsync(new TellTheme(service.ServiceId, Confidentiality, canary.In("theme"), led.Id, null, Today), reviewer, Stop));
        var theme = await database.App.OneAsync<Guid>("select id from directory.theme where service_id = $1", service.ServiceId);
        await UseAsync(m => m.AnswerAsync(new AnswerTheme(theme, service.ServiceId, canary.In("their-answer"), Today), new Actor(provider.Id, ActorRole.ProviderContact), Stop));
        await UseAsync(m => m.ReplyAsync(new ReplyToMessage(reports[0], canary.In("reply"), led.Id, null, Today), reviewer, Stop));
        await using (var context = database.Context())
        {
            var receipts = MessageDesk.Receipts(context);
            var receipt = await receipts.FindAsync(code, Today, Stop);
            await receipts.AnswerAsync(new AnswerReceipt(receipt!.Id, IsAppeal: false, canary.In("more"), RandomNumberGenerator.GetBytes(16), Today), Stop);
        }

        await UseAsync(m => m.CloseAsync(new CloseMessage(reports[1], MessageOutcome.Told, null, led.Id, null, Today), reviewer, Stop));

        var trainer = await training.SideAsync(await database.Given.SexWorkerLedAsync("Trains"));
        var offer = await training.OfferAsync(trainer);
        var contact = await training.SideAsync(provider, ActorRole.ProviderContact);
        var asked = await training.UseAsync(t => t.AskAsync(
            new AskTraining(offer, service.ServiceId, new RequestWords { Goals = canary.In("goals"), Budget = canary.In("budget") }, WantsPeople: false), contact, Stop));
        await training.UseAsync(t => t.AnswerAsync(asked, true, trainer, Stop));
        await training.UseAsync(t => t.PlanAsync(
            new PlanTraining(asked, null, Today, null, 60, TrainingMode.InPerson, canary.In("room"), [TrainingTopic.Drugs], IsPaid: false), trainer, Stop));
        await training.UseAsync(t => t.AskAsync(
            new AskTeaching(
                offer,
                new RequestWords
                {
                    Institution = canary.In("school"),
                    Email = "office@school.example",
                    Course = canary.In("course"),
                    Goals = canary.In("teach"),
                },
                WantsPeople: false, RandomNumberGenerator.GetBytes(16), Today),
            Stop));

        await using (var context = database.Context())
        {
            await new AgreementService(context, VettingDesk.Notes).WriteAsync(
                new WriteAgreement(canary.In("does"), true, Today, Today.PlusMonths(12), Today.PlusMonths(6), true, Today) { OtherId = provider.Id },
                new Actor(led.Id, ActorRole.Coordinator), Stop);
        }

        var guides = new GuideDesk(database.Logins);
        var (pen, second) = (await guides.PenAsync(led), await guides.PenAsync(led));
        var guide = await guides.BeginAsync(pen);
        await guides.SendAsync(pen, guide.Id);
        await guides.ReturnAsync(second, guide.Id, canary.In("note"));

        string dump = await DumpAsync();
        Assert.Equal([], Traces.InText(dump, "dump", canary));
        // What ends a code, and an address of an office, is sealed as well.
        Assert.DoesNotContain("office@school.example", dump, StringComparison.Ordinal);
        Assert.DoesNotContain(code, dump, StringComparison.Ordinal);
        Assert.DoesNotContain(code.Replace("-", "", StringComparison.Ordinal), dump, StringComparison.Ordinal);
        // The look is no empty one: in clear it would be seen.
        await database.Owner.RunAsync("update directory.message set words = convert_to($2, 'UTF8') where id = $1", reports[0], canary.In("planted"));
        Assert.NotEmpty(Traces.InText(await DumpAsync(), "dump", canary));
    }

    private async Task<T> UseAsync<T>(Func<MessageService, Task<T>> use)
    {
        await using var context = database.Context();
        return await use(MessageDesk.Messages(context));
    }

    private Task<int> UseAsync(Func<MessageService, Task> use) => UseAsync(async m =>
    {
        await use(m);
        return 0;
    });

    private async Task<string> SendAsync(MessageKind kind, string? service, int? criterion, string? named = null, string? words = null) =>
        (await UseAsync(m => m.SendAsync(
            new SendMessage(kind, service, criterion, null, named, words, IsCrowded: false, RandomNumberGenerator.GetBytes(16), Today), Stop))).Code!;

    /// <summary>Every row of every table, as whoever has the disk or a backup reads it.</summary>
    private async Task<string> DumpAsync()
    {
        var tables = await database.Owner.ListAsync<string>(
            "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname in ('directory', 'published') order by 1");
        Assert.Contains("directory.message", tables);
        var dump = new StringBuilder();
        foreach (string table in tables)
            dump.AppendLine(table).AppendJoin('\n', await database.Owner.ListAsync<string>($"select t::text from {table} t")).AppendLine();
        return dump.ToString();
    }
}
