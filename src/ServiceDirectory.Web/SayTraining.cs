using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Training;

namespace ServiceDirectory.Web;

/// <summary>How offers, sessions and certificates are said.</summary>
public sealed class SayTraining(Wording words, Say say)
{
    /// <summary>"Rights and law · Drugs".</summary>
    public string Topics(IEnumerable<TrainingTopic> topics) => string.Join(" · ", topics.Select(Topic));

    public string Topic(TrainingTopic topic) => words[$"TrainingTopic.{topic}"];

    public string Audiences(IEnumerable<TrainingAudience> audiences) => string.Join(" · ", audiences.Select(Audience));

    public string Audience(TrainingAudience audience) => words[$"TrainingAudience.{audience}"];

    public string Modes(IEnumerable<TrainingMode> modes) => string.Join(" · ", modes.Select(Mode));

    public string Mode(TrainingMode mode) => words[$"TrainingMode.{mode}"];

    public string Fee(TrainingFee fee) => words[$"TrainingFee.{fee}"];

    public string State(RequestState state) => words[$"TrainingState.{state}"];

    /// <summary>"3 hours", "45 minutes".</summary>
    public string Length(int minutes) => minutes % 60 == 0 ? words.Count("Training.Hours", minutes / 60) : words.Count("Training.Minutes", minutes);

    /// <summary>"Trained by X, September 2026: 80 % of the staff you meet, the front desk among them. Valid to August 2028."</summary>
    /// <param name="training">What is said of a service.</param>
    /// <param name="by">Who trained; null: it is not named.</param>
    /// <param name="language">Of the page.</param>
    public string Of(PublishedTraining training, Text? by, string language)
    {
        ArgumentNullException.ThrowIfNull(training);
        string month = say.Month(training.TrainedOn);
        string who = by?.For(language).Value ?? words["Training.Community"];
        return training.Started ? words["Training.Started", month] : words["Training.Trained", who, month, (int)training.StaffPercent, say.Month(training.Until.PlusDays(-1))];
    }
}
